package io.verifytotp.keycloak.domain;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What the ledger answered to one code.
 *
 * @param lockedUntil the end of the factor's lock, if it is locked now, be it by this very answer
 */
public record Settlement(Verdict verdict, Optional<Instant> lockedUntil) {
    public Settlement {
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(lockedUntil, "lockedUntil");
    }

    public static Settlement of(Verdict verdict) {
        return new Settlement(verdict, Optional.empty());
    }
}
