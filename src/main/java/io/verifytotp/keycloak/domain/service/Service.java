package io.verifytotp.keycloak.domain.service;

import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.ServiceId;

/**
 * An organisation or environment with its TOTP configuration, in the realm with that id. Every realm has a default one.
 */
public record Service(ServiceId id, String realm, ServicePolicy policy) {
    /** Returns the key of a user's Entity in this Service. */
    public EntityKey entity(String identity) {
        return new EntityKey(realm, id, identity);
    }

    /** Returns whether credentials of Keycloak's own OTP become factors of this Service: only of the default one. */
    public boolean adoptsKeycloakOtp() {
        return policy.adoptsKeycloakOtp() && id.equals(ServiceId.defaultOf(realm));
    }
}
