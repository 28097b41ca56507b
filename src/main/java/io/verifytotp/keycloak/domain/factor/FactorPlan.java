package io.verifytotp.keycloak.domain.factor;

import io.verifytotp.keycloak.domain.service.ServicePolicy;
import io.verifytotp.keycloak.totp.Seed;
import io.verifytotp.keycloak.totp.TotpParameters;
import java.util.Optional;

/**
 * Properties of a factor to be created.
 *
 * @param skew steps accepted on either side of the current one, 0 to 2
 * @param seed seed that an authenticator app has already; empty for a new one
 */
public record FactorPlan(TotpParameters parameters, int skew, Optional<Seed> seed, Optional<FactorNotes> notes) {
    /** Returns the plan of a factor with a new seed and the Service's parameters. */
    public static FactorPlan of(ServicePolicy policy) {
        return new FactorPlan(policy.parameters(), policy.skew(), Optional.empty(), Optional.empty());
    }
}
