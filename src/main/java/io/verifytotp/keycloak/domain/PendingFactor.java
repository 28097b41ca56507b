package io.verifytotp.keycloak.domain;

import java.time.Instant;
import java.util.Objects;

/** A factor whose owner has not yet proved a code. It verifies nothing but its own enrollment, and it expires. */
public record PendingFactor(Binding binding, Instant createdAt, Instant expiresAt) {
    public PendingFactor {
        Objects.requireNonNull(binding, "binding");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(expiresAt, "expiresAt");
    }

    public FactorId id() {
        return binding.factor();
    }
}
