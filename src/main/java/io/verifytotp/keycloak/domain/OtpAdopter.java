package io.verifytotp.keycloak.domain;

import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.KeycloakOtps;
import io.verifytotp.keycloak.domain.id.EntityKey;
import java.time.Instant;

/** Makes factors of credentials of Keycloak's own OTP once their user has given a right code. */
final class OtpAdopter {
    private final KeycloakOtps otps;
    private final OutageGuard guard;

    OtpAdopter(KeycloakOtps otps, VerifyEvents events) {
        this.otps = otps;
        this.guard = new OutageGuard(events);
    }

    /** Adopts the user's credentials. On an outage they stay Keycloak's until the next login; the code counts. */
    void afterUse(Factor factor, Instant now) {
        EntityKey owner = factor.binding().owner();
        guard.refuseOn(
                owner,
                factor.id(),
                () -> {
                    otps.adopt(owner, now);
                    return true;
                },
                refusal -> false);
    }
}
