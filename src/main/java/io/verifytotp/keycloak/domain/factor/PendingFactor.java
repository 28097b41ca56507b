package io.verifytotp.keycloak.domain.factor;

import io.verifytotp.keycloak.domain.id.FactorId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A factor whose owner has not yet proved a code. It verifies nothing but its own enrollment, and it expires.
 *
 * @param notes what the caller attached to it; a factor that a login page made has none
 */
public record PendingFactor(TotpBinding binding, Optional<SealedNotes> notes, Instant createdAt, Instant expiresAt) {
    public PendingFactor {
        Objects.requireNonNull(binding, "binding");
        Objects.requireNonNull(notes, "notes");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(expiresAt, "expiresAt");
    }

    public FactorId id() {
        return binding.factor();
    }
}
