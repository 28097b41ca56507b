package io.verifytotp.keycloak.domain.factor;

import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.totp.StepWindow;
import io.verifytotp.keycloak.totp.TimeStep;
import io.verifytotp.keycloak.totp.TotpParameters;
import java.time.Instant;

/**
 * Seed and parameters that an authenticator app and the server share. The parameters are those of the Service when the
 * factor was created; later changes of the Service do not affect it.
 *
 * @param skew steps accepted on either side of the current one, 0 to 2
 */
public record TotpBinding(EntityKey owner, FactorId factor, TotpParameters parameters, int skew, SealedSeed seed) {
    public TotpBinding {
        if (skew < 0 || skew > StepWindow.MAX_SKEW) {
            throw new IllegalArgumentException("skew must be 0.." + StepWindow.MAX_SKEW + " steps, got " + skew);
        }
    }

    public StepWindow windowAt(Instant now) {
        return new StepWindow(TimeStep.at(now, parameters.period()), skew);
    }
}
