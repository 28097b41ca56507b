package io.verifytotp.keycloak.domain;

import java.util.Objects;

/** How one answer to a challenge ended. */
public record ChallengeOutcome(Challenge challenge, Settlement settlement) {
    public ChallengeOutcome {
        Objects.requireNonNull(challenge, "challenge");
        Objects.requireNonNull(settlement, "settlement");
    }

    public Verdict verdict() {
        return settlement.verdict();
    }

    /** Whether the answer left a trace in the challenge: only evaluated codes do. */
    public boolean recorded() {
        return switch (verdict()) {
            case APPROVED, WRONG_CODE -> true;
            case MALFORMED,
                    ALREADY_USED,
                    LOCKED,
                    DISABLED,
                    CHALLENGE_CLOSED,
                    TOO_MANY_CHALLENGES,
                    UNKNOWN_FACTOR,
                    UNREADABLE_SEED,
                    STORE_UNAVAILABLE -> challenge.recorded();
        };
    }
}
