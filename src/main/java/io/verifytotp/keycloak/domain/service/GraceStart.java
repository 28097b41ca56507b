package io.verifytotp.keycloak.domain.service;

import java.time.Instant;
import java.util.Objects;

/**
 * That a user was asked to enroll.
 *
 * @param since when for the first time
 * @param putOff how many times the user has put it off
 */
public record GraceStart(Instant since, int putOff) {
    public GraceStart {
        Objects.requireNonNull(since, "since");
    }
}
