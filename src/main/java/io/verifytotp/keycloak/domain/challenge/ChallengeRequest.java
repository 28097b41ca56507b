package io.verifytotp.keycloak.domain.challenge;

import java.time.Instant;
import java.util.Optional;

/** Request of an API caller to open a challenge; without an end, for the Service's challenge lifetime. */
public record ChallengeRequest(ChallengeContents contents, Optional<Instant> expiresAt) {}
