package io.verifytotp.keycloak.domain.challenge;

import io.verifytotp.keycloak.domain.id.FactorId;
import java.util.Optional;

/** Selection of challenges of an Entity; empty parts mean all. */
public record ChallengeFilter(Optional<FactorId> factor, Optional<ChallengeStatus> status) {}
