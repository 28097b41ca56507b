package io.verifytotp.keycloak.domain;

import java.util.Objects;

/** A factor that is locked or disabled. */
public record LockedFactor(EntityKey owner, FactorId factor, Standing standing) {
    public LockedFactor {
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(factor, "factor");
        Objects.requireNonNull(standing, "standing");
    }
}
