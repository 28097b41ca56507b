package io.verifytotp.keycloak.domain;

import java.util.Objects;

/**
 * How one answer to a challenge ended.
 *
 * @param challenge as it is after the answer
 */
public record ChallengeOutcome(Challenge challenge, Settlement settlement) {
    public ChallengeOutcome {
        Objects.requireNonNull(challenge, "challenge");
        Objects.requireNonNull(settlement, "settlement");
    }

    public Verdict verdict() {
        return settlement.verdict();
    }

    /** Whether the challenge is in the store: only evaluated codes get one of a login there. */
    public boolean recorded() {
        return challenge.recorded();
    }
}
