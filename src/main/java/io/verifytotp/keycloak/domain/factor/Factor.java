package io.verifytotp.keycloak.domain.factor;

import io.verifytotp.keycloak.domain.id.FactorId;
import java.time.Instant;

/**
 * A verified factor: its owner has proved that the authenticator app holds the seed.
 *
 * @param notes with the owner's name for the device, which may be empty
 * @param verifiedAt when the owner proved it
 */
public record Factor(TotpBinding binding, FactorNotes notes, Instant verifiedAt) {
    public FactorId id() {
        return binding.factor();
    }

    public String label() {
        return notes.name();
    }
}
