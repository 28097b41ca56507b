package io.verifytotp.keycloak.domain.service;

import java.time.Instant;
import java.util.Objects;

/**
 * That a user was asked to enroll.
 *
 * @param since when for the first time
 * @param putOff how many times the user has put it off
 */
public record Offer(Instant since, int putOff) {
    public Offer {
        Objects.requireNonNull(since, "since");
    }
}
