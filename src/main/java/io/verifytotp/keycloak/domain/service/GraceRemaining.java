package io.verifytotp.keycloak.domain.service;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * That enrollment may be put off.
 *
 * @param until when that ends, if days are limited
 * @param times how many times are left, at least 1, if they are limited
 * @param counted how many times it has been put off
 */
public record GraceRemaining(Optional<Instant> until, Optional<Integer> times, int counted) {
    public GraceRemaining {
        Objects.requireNonNull(until, "until");
        Objects.requireNonNull(times, "times");
    }
}
