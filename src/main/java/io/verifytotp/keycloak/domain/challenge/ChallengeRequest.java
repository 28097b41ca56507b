package io.verifytotp.keycloak.domain.challenge;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What a caller of the API asks for when it opens a challenge.
 *
 * @param expiresAt until when it may be answered; empty for the Service's challenge lifetime
 */
public record ChallengeRequest(ChallengeContents contents, Optional<Instant> expiresAt) {
    public ChallengeRequest {
        Objects.requireNonNull(contents, "contents");
        Objects.requireNonNull(expiresAt, "expiresAt");
    }
}
