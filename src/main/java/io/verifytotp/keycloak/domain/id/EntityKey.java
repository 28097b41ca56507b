package io.verifytotp.keycloak.domain.id;

import java.util.Objects;

/**
 * Names an Entity: a user within a Service. Every look-up carries one, so that nothing is found by a bare id.
 *
 * @param realm id of the Keycloak realm
 * @param identity id of the Keycloak user: immutable, and no personal data
 */
public record EntityKey(String realm, ServiceId service, String identity) {
    public EntityKey {
        Objects.requireNonNull(realm, "realm");
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(identity, "identity");
    }

    public EntityId id() {
        return EntityId.of(this);
    }
}
