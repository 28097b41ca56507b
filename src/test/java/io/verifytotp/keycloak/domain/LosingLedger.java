package io.verifytotp.keycloak.domain;

import io.verifytotp.keycloak.totp.TimeStep;
import java.time.Instant;

/** Hostile: somebody else always got there first. */
record LosingLedger(Verdict verdict) implements FactorLedger {
    @Override
    public Settlement claimStep(Challenge challenge, Budgets budgets, TimeStep step, Instant now) {
        return Settlement.of(verdict);
    }

    @Override
    public Settlement countFailure(Challenge challenge, Budgets budgets, Instant now) {
        return Settlement.of(verdict);
    }

    @Override
    public Settlement claimEnrollmentStep(PendingFactor factor, TimeStep step, Instant now) {
        return Settlement.of(verdict);
    }

    @Override
    public Settlement countEnrollmentFailure(PendingFactor factor, Budgets budgets, Instant now) {
        return Settlement.of(verdict);
    }
}
