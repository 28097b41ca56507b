package io.verifytotp.keycloak.domain.id;

/**
 * Key of an Entity: a user within a Service. Each look-up takes one, so that no row is found by its id alone.
 *
 * @param realm id of the Keycloak realm
 * @param identity id of the Keycloak user, which is immutable and no personal data
 */
public record EntityKey(String realm, ServiceId service, String identity) {
    public EntityId id() {
        return EntityId.of(this);
    }
}
