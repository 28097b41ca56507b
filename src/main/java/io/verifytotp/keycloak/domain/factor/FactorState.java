package io.verifytotp.keycloak.domain.factor;

import java.time.Instant;
import java.util.Optional;

/**
 * Failure count, lock and last use of a factor.
 *
 * @param createdAt when the pending factor was created
 * @param updatedAt when it was last verified or changed, or else when it was created
 * @param failures wrong codes since the last right one
 * @param lockedUntil end of the last lock, in the past or future
 * @param lastUsed when a code was last accepted
 */
public record FactorState(
        Instant createdAt,
        Instant updatedAt,
        int failures,
        Optional<Instant> lockedUntil,
        boolean disabled,
        Optional<Instant> lastUsed) {
    /** Returns the state of a factor without a row, such as one from a realm import. */
    public static FactorState fresh(Instant createdAt) {
        return new FactorState(createdAt, createdAt, 0, Optional.empty(), false, Optional.empty());
    }

    FactorState updated(Instant now) {
        return new FactorState(createdAt, now, failures, lockedUntil, disabled, lastUsed);
    }

    /** Returns the end of the lock, if the factor is locked at that time. */
    public Optional<Instant> lockAt(Instant now) {
        return lockedUntil.filter(now::isBefore);
    }
}
