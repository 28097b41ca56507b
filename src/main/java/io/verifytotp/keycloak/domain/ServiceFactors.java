package io.verifytotp.keycloak.domain;

import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.Factors;
import io.verifytotp.keycloak.domain.factor.KeycloakOtps;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.service.Service;
import java.util.List;
import java.util.Optional;

/**
 * The factors that a user verifies in a Service. Where the Service adopts Keycloak's own OTP, its credentials count for
 * users who have no factor yet.
 */
final class ServiceFactors {
    private final Factors factors;
    private final KeycloakOtps otps;

    ServiceFactors(VerifyStore store) {
        this.factors = store.factors();
        this.otps = store.otps();
    }

    List<Factor> of(Service service, EntityKey owner) {
        List<Factor> own = factors.of(owner);
        return own.isEmpty() && takesOtp(service, owner) ? otps.of(owner) : own;
    }

    boolean anyOf(Service service, EntityKey owner) {
        return factors.anyOf(owner) || (service.adoptsKeycloakOtp() && otps.anyOf(owner));
    }

    Optional<Factor> find(Service service, EntityKey owner, FactorId id) {
        return of(service, owner).stream()
                .filter(factor -> factor.id().equals(id))
                .findFirst();
    }

    /** Returns whether the user's factors are credentials of Keycloak's own OTP. */
    boolean areKeycloaks(Service service, EntityKey owner) {
        return takesOtp(service, owner) && otps.anyOf(owner);
    }

    /** A factor that can't be read must not open the way for an older credential. */
    private boolean takesOtp(Service service, EntityKey owner) {
        return service.adoptsKeycloakOtp() && !factors.anyOf(owner);
    }
}
