package io.verifytotp.keycloak.domain;

import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.ChallengeOutcome;
import java.util.function.Supplier;

/** Turns outages into refusals of answers, and reports each answer once. */
final class ReportedAnswers {
    private final OutageGuard guard;
    private final VerifyEvents events;

    ReportedAnswers(OutageGuard guard, VerifyEvents events) {
        this.guard = guard;
        this.events = events;
    }

    ChallengeOutcome of(Challenge challenge, Supplier<ChallengeOutcome> answer) {
        ChallengeOutcome outcome = guard.refuseOn(
                challenge.owner(), challenge.factor(), answer, refusal -> new ChallengeOutcome(challenge, refusal));
        if (!outcome.repeated()) {
            events.challengeAnswered(outcome);
        }
        return outcome;
    }
}
