package io.verifytotp.keycloak.domain.factor;

import io.verifytotp.keycloak.domain.id.FactorId;
import java.time.Instant;
import java.util.Optional;

/**
 * A factor whose owner has not yet proved to have its seed. Its codes only confirm its own enrollment, and it expires.
 *
 * @param notes notes of the API caller; empty for a factor of a login page
 */
public record PendingFactor(TotpBinding binding, Optional<SealedNotes> notes, Instant createdAt, Instant expiresAt) {
    public FactorId id() {
        return binding.factor();
    }
}
