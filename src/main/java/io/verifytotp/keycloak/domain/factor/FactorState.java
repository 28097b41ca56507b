package io.verifytotp.keycloak.domain.factor;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a factor stands with its budget of wrong codes.
 *
 * @param createdAt when the factor was made, pending at first
 * @param updatedAt when it was verified or changed last, or else when it was made
 * @param failures wrong codes since the last right one
 * @param lockedUntil end of the last lock, be it over or not
 * @param lastUsed when a code was last accepted
 */
public record FactorState(
        Instant createdAt,
        Instant updatedAt,
        int failures,
        Optional<Instant> lockedUntil,
        boolean disabled,
        Optional<Instant> lastUsed) {
    public FactorState {
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(updatedAt, "updatedAt");
        Objects.requireNonNull(lockedUntil, "lockedUntil");
        Objects.requireNonNull(lastUsed, "lastUsed");
    }

    /** A factor that was never used, such as one that a realm import brought. */
    public static FactorState fresh(Instant createdAt) {
        return new FactorState(createdAt, createdAt, 0, Optional.empty(), false, Optional.empty());
    }

    FactorState updated(Instant now) {
        return new FactorState(createdAt, now, failures, lockedUntil, disabled, lastUsed);
    }

    /** The end of the lock, if it is locked at that time. */
    public Optional<Instant> lockAt(Instant now) {
        return lockedUntil.filter(now::isBefore);
    }
}
