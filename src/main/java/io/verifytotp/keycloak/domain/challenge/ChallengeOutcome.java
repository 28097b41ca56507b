package io.verifytotp.keycloak.domain.challenge;

/**
 * Outcome of one answer to a challenge.
 *
 * @param challenge the challenge after the answer
 * @param repeated whether this is the outcome of an earlier answer to the same page
 */
public record ChallengeOutcome(Challenge challenge, AttemptResult result, boolean repeated) {
    public ChallengeOutcome(Challenge challenge, AttemptResult result) {
        this(challenge, result, false);
    }

    public Verdict verdict() {
        return result.verdict();
    }

    /** Returns whether an earlier post of the same page was refused, so that this one was refused as well. */
    public boolean isRepeatedRefusal() {
        return repeated && verdict() != Verdict.APPROVED;
    }

    /** Returns whether the challenge is in the store; that of a login is stored only once a code was evaluated. */
    public boolean recorded() {
        return challenge.recorded();
    }
}
