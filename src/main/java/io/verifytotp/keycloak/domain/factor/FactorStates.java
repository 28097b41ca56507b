package io.verifytotp.keycloak.domain.factor;

import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.totp.TimeStep;
import java.util.Map;
import java.util.Optional;

/** Read access to the state of factors; the {@code FactorLedger} writes it. */
public interface FactorStates {
    /** Returns the states by factor; factors without a row are missing. */
    Map<FactorId, FactorState> of(EntityKey owner);

    /** Returns the newest used step; empty if no code was used, or the factor is not one of this Entity's. */
    Optional<TimeStep> lastStep(EntityKey owner, FactorId factor);

    default int failures(PendingFactor factor) {
        return Optional.ofNullable(of(factor.binding().owner()).get(factor.id()))
                .map(FactorState::failures)
                .orElse(0);
    }
}
