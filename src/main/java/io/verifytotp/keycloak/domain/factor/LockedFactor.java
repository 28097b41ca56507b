package io.verifytotp.keycloak.domain.factor;

import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import java.util.Objects;

/** A factor that is locked or disabled. */
public record LockedFactor(EntityKey owner, FactorId factor, FactorState state) {
    public LockedFactor {
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(factor, "factor");
        Objects.requireNonNull(state, "standing");
    }
}
