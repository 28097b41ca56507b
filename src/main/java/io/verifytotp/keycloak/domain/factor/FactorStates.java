package io.verifytotp.keycloak.domain.factor;

import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.totp.TimeStep;
import java.util.Map;
import java.util.Optional;

/** Where the factors of Entities stand, for reading. The {@code FactorLedger} writes it. */
public interface FactorStates {
    /** By factor; factors without any record are missing. */
    Map<FactorId, FactorState> of(EntityKey owner);

    /** The newest step that a code of this factor has used; empty if none has, or it is not one of this Entity's. */
    Optional<TimeStep> lastStep(EntityKey owner, FactorId factor);
}
