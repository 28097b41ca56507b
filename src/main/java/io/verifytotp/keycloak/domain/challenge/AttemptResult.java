package io.verifytotp.keycloak.domain.challenge;

import java.time.Instant;
import java.util.Optional;

/**
 * Result of recording one attempt.
 *
 * @param lockedUntil end of the factor's lock, if it is locked now, by this attempt or an earlier one
 * @param disabling whether this attempt has disabled the factor
 */
public record AttemptResult(Verdict verdict, Optional<Instant> lockedUntil, boolean disabling) {
    public AttemptResult(Verdict verdict, Optional<Instant> lockedUntil) {
        this(verdict, lockedUntil, false);
    }

    public static AttemptResult of(Verdict verdict) {
        return new AttemptResult(verdict, Optional.empty());
    }

    /** Returns the lockout that this attempt has caused, if any. */
    public Optional<Lockout> lockout() {
        if (verdict != Verdict.WRONG_CODE) {
            return Optional.empty();
        }
        if (disabling) {
            return Optional.of(Lockout.DISABLED);
        }
        return lockedUntil.map(end -> Lockout.LOCKED);
    }
}
