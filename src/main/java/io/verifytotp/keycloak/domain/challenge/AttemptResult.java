package io.verifytotp.keycloak.domain.challenge;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What the ledger answered to one code.
 *
 * @param lockedUntil the end of the factor's lock, if it is locked now, be it by this very answer
 * @param disabling whether this very answer has disabled the factor
 */
public record AttemptResult(Verdict verdict, Optional<Instant> lockedUntil, boolean disabling) {
    public AttemptResult {
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(lockedUntil, "lockedUntil");
    }

    public AttemptResult(Verdict verdict, Optional<Instant> lockedUntil) {
        this(verdict, lockedUntil, false);
    }

    public static AttemptResult of(Verdict verdict) {
        return new AttemptResult(verdict, Optional.empty());
    }

    /** What this very answer has brought upon the factor, if anything. */
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
