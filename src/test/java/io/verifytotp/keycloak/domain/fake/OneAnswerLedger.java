package io.verifytotp.keycloak.domain.fake;

import io.verifytotp.keycloak.domain.challenge.AttemptResult;
import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.FactorLedger;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.service.Budgets;
import io.verifytotp.keycloak.totp.TimeStep;
import java.time.Instant;
import java.util.OptionalInt;

/** Hostile: has one answer, whatever it is asked. */
public record OneAnswerLedger(Verdict verdict) implements FactorLedger {
    /** Somebody else always got there first. */
    public static OneAnswerLedger losing(Verdict refusal) {
        return new OneAnswerLedger(refusal);
    }

    /** Takes everything. */
    public static OneAnswerLedger trusting() {
        return new OneAnswerLedger(Verdict.APPROVED);
    }

    @Override
    public AttemptResult claimStep(Challenge challenge, Budgets budgets, TimeStep step, Instant now) {
        return AttemptResult.of(verdict);
    }

    @Override
    public AttemptResult countFailure(Challenge challenge, Budgets budgets, Instant now) {
        return AttemptResult.of(verdict);
    }

    @Override
    public boolean open(Challenge challenge, Budgets budgets, Instant now) {
        return verdict == Verdict.APPROVED;
    }

    @Override
    public AttemptResult claimEnrollmentStep(PendingFactor factor, OptionalInt known, TimeStep step, Instant now) {
        return AttemptResult.of(verdict);
    }

    @Override
    public AttemptResult countEnrollmentFailure(PendingFactor factor, OptionalInt known, Budgets budgets, Instant now) {
        return AttemptResult.of(verdict);
    }
}
