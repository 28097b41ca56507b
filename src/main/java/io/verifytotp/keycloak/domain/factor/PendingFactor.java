package io.verifytotp.keycloak.domain.factor;

import io.verifytotp.keycloak.domain.id.FactorId;
import java.time.Instant;
import java.util.Optional;

/**
 * A factor whose owner has not yet proved to have its seed. Its codes only confirm its own enrollment, and it expires.
 * Only an API caller gives it notes.
 */
public record PendingFactor(TotpBinding binding, Optional<SealedNotes> notes, Instant createdAt, Instant expiresAt) {
    public FactorId id() {
        return binding.factor();
    }
}
