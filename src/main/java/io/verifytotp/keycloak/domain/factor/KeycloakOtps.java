package io.verifytotp.keycloak.domain.factor;

import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.totp.OneTimeCode;
import java.time.Instant;
import java.util.List;

/**
 * Credentials of Keycloak's own OTP, which keeps seeds in clear. Those that fit can be verified as factors, and become
 * factors. All methods throw {@link StoreUnavailableException} if a store does not respond or commit.
 */
public interface KeycloakOtps {
    /** None at all, for stores that know of no such credentials. */
    KeycloakOtps NONE = new KeycloakOtps() {
        @Override
        public List<Factor> of(EntityKey owner) {
            return List.of();
        }

        @Override
        public boolean anyOf(EntityKey owner) {
            return false;
        }

        @Override
        public boolean use(Factor factor, OneTimeCode code) {
            return true;
        }

        @Override
        public void adopt(EntityKey owner, Instant now) {}
    };

    /** Returns a user's credentials that fit, the preferred one first, each with its seed sealed for this answer. */
    List<Factor> of(EntityKey owner);

    /** Returns whether a user has a credential that fits. */
    boolean anyOf(EntityKey owner);

    /**
     * Marks a right code as used in Keycloak's store of such marks, as Keycloak does, and has committed when it returns.
     * Returns false if it was marked before.
     */
    boolean use(Factor factor, OneTimeCode code);

    /**
     * Turns all of a user's credentials that fit into factors; each keeps its id and label. Leaves them while the realm has a
     * flow that asks for Keycloak's OTP alone.
     */
    void adopt(EntityKey owner, Instant now);
}
