package io.verifytotp.keycloak.domain.challenge;

import java.util.Objects;

/**
 * How one answer to a challenge ended.
 *
 * @param challenge as it is after the answer
 * @param repeated whether this is the outcome of an answer before, to the same page
 */
public record ChallengeOutcome(Challenge challenge, AttemptResult result, boolean repeated) {
    public ChallengeOutcome {
        Objects.requireNonNull(challenge, "challenge");
        Objects.requireNonNull(result, "settlement");
    }

    public ChallengeOutcome(Challenge challenge, AttemptResult result) {
        this(challenge, result, false);
    }

    public Verdict verdict() {
        return result.verdict();
    }

    /** Whether a post of the same page was refused before, and this one was refused with it. */
    public boolean isRepeatedRefusal() {
        return repeated && verdict() != Verdict.APPROVED;
    }

    /** Whether the challenge is in the store: only evaluated codes get one of a login there. */
    public boolean recorded() {
        return challenge.recorded();
    }
}
