package io.verifytotp.keycloak.domain;

import java.time.Instant;
import java.util.Objects;

/**
 * A verified factor: its owner has proved that the authenticator app holds the seed.
 *
 * @param label the owner's name for the device, may be empty
 */
public record Factor(Binding binding, String label, Instant createdAt) {
    public Factor {
        Objects.requireNonNull(binding, "binding");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(createdAt, "createdAt");
    }

    public FactorId id() {
        return binding.factor();
    }
}
