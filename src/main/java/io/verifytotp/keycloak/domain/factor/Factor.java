package io.verifytotp.keycloak.domain.factor;

import io.verifytotp.keycloak.domain.id.FactorId;
import java.time.Instant;
import java.util.Optional;

/**
 * A verified factor: its owner has proved that the authenticator app holds the seed.
 *
 * @param notes with the owner's name for the device, which may be empty
 * @param verifiedAt when the owner proved it
 * @param origin of a factor that began as a credential of Keycloak's own OTP, or is one still
 */
public record Factor(TotpBinding binding, FactorNotes notes, Instant verifiedAt, Optional<KeycloakOrigin> origin) {
    /** A factor that was set up here. */
    public Factor(TotpBinding binding, FactorNotes notes, Instant verifiedAt) {
        this(binding, notes, verifiedAt, Optional.empty());
    }

    public FactorId id() {
        return binding.factor();
    }

    public String label() {
        return notes.name();
    }

    /** Returns whether the credential is Keycloak's still. */
    public boolean isKeycloaks() {
        return origin.filter(from -> !from.isAdopted()).isPresent();
    }
}
