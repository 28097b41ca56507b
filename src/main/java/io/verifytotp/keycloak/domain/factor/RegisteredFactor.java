package io.verifytotp.keycloak.domain.factor;

import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.PageRequest;
import java.time.Instant;
import java.util.Optional;

/** A factor, verified or not, as administrators see it. A verified one does not expire. */
public record RegisteredFactor(TotpBinding binding, FactorNotes notes, Optional<Instant> expiresAt, FactorState state) {
    public FactorId id() {
        return binding.factor();
    }

    public boolean isVerified() {
        return expiresAt.isEmpty();
    }

    /** Returns the factor as it is after verification at that time. */
    public RegisteredFactor verified(Instant now) {
        FactorState proved = new FactorState(state.createdAt(), now, 0, Optional.empty(), false, Optional.of(now));
        return new RegisteredFactor(binding, notes, Optional.empty(), proved);
    }

    public RegisteredFactor unlocked(Instant now) {
        FactorState free = new FactorState(state.createdAt(), now, 0, Optional.empty(), false, state.lastUsed());
        return new RegisteredFactor(binding, notes, expiresAt, free);
    }

    public RegisteredFactor changed(FactorChange change, FactorNotes named, Instant now) {
        TotpBinding other = new TotpBinding(binding.owner(), id(), change.parameters(), change.skew(), binding.seed());
        return new RegisteredFactor(other, named, expiresAt, state.updated(now));
    }

    public PageRequest.Position position() {
        return new PageRequest.Position(state.createdAt(), id().value());
    }
}
