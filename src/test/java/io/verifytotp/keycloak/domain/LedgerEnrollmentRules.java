package io.verifytotp.keycloak.domain;

import static io.verifytotp.keycloak.domain.FactorBuilder.aFactor;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Part of the {@link FactorLedgerContract}. */
abstract class LedgerEnrollmentRules extends LedgerRules {
    LedgerEnrollmentRules(FactorLedgerContract contract) {
        super(contract);
    }

    @Test
    void aStepIsApprovedOnce() {
        PendingFactor factor = aPendingFactor();

        assertThat(ledger().claimEnrollmentStep(factor, STEP, NOW)).isEqualTo(Settlement.of(Verdict.APPROVED));
        assertThat(ledger().claimEnrollmentStep(factor, STEP, NOW)).isEqualTo(Settlement.of(Verdict.ALREADY_USED));
        assertThat(ledger().claimEnrollmentStep(factor, STEP.plus(-1), NOW).verdict())
                .isEqualTo(Verdict.ALREADY_USED);
    }

    @Test
    void failuresLockAsTheyDoForVerifiedFactors() {
        PendingFactor factor = aPendingFactor();
        for (int i = 0; i < 4; i++) {
            assertThat(ledger().countEnrollmentFailure(factor, DEFAULTS, NOW))
                    .isEqualTo(Settlement.of(Verdict.WRONG_CODE));
        }
        Optional<Instant> end = Optional.of(NOW.plusSeconds(30));

        assertThat(ledger().countEnrollmentFailure(factor, DEFAULTS, NOW))
                .isEqualTo(new Settlement(Verdict.WRONG_CODE, end));
        assertThat(ledger().countEnrollmentFailure(factor, DEFAULTS, NOW))
                .isEqualTo(new Settlement(Verdict.LOCKED, end));
        assertThat(ledger().claimEnrollmentStep(factor, STEP, NOW)).isEqualTo(new Settlement(Verdict.LOCKED, end));
        assertThat(ledger().claimEnrollmentStep(factor, STEP, end.get()).verdict())
                .isEqualTo(Verdict.APPROVED);
    }

    @Test
    void failuresDisableAsTheyDoForVerifiedFactors() {
        PendingFactor factor = aPendingFactor();
        Budgets budgets = BudgetsBuilder.endless().disableAfter(20).build();
        for (int i = 0; i < 20; i++) {
            ledger().countEnrollmentFailure(factor, budgets, NOW);
        }

        assertThat(ledger().countEnrollmentFailure(factor, budgets, NOW).verdict())
                .isEqualTo(Verdict.DISABLED);
        assertThat(ledger().claimEnrollmentStep(factor, STEP, NOW).verdict()).isEqualTo(Verdict.DISABLED);
    }

    @Test
    void anExpiredFactorIsUnknown() {
        PendingFactor factor = aPendingFactor();
        Instant end = factor.expiresAt();

        assertThat(ledger().countEnrollmentFailure(factor, DEFAULTS, end.minusMillis(1))
                        .verdict())
                .isEqualTo(Verdict.WRONG_CODE);
        assertThat(ledger().countEnrollmentFailure(factor, DEFAULTS, end).verdict())
                .isEqualTo(Verdict.UNKNOWN_FACTOR);
        assertThat(ledger().claimEnrollmentStep(factor, STEP, end).verdict()).isEqualTo(Verdict.UNKNOWN_FACTOR);
    }

    @Test
    void aFactorThatIsNotPendingIsUnknown() {
        PendingFactor never = aFactor().pendingFor(Duration.ofHours(1), NOW);
        PendingFactor verified = new PendingFactor(aVerifiedFactor(), Optional.empty(), NOW, NOW.plusSeconds(3600));

        for (PendingFactor factor : new PendingFactor[] {never, verified}) {
            assertThat(ledger().claimEnrollmentStep(factor, STEP, NOW).verdict())
                    .isEqualTo(Verdict.UNKNOWN_FACTOR);
            assertThat(ledger().countEnrollmentFailure(factor, DEFAULTS, NOW).verdict())
                    .isEqualTo(Verdict.UNKNOWN_FACTOR);
        }
    }

    @Test
    void theFactorOfAnotherOwnerIsUnknown() {
        Binding mine = aPendingFactor().binding();
        Binding stolen =
                new Binding(aFactor().binding().owner(), mine.factor(), mine.parameters(), mine.skew(), mine.seed());
        PendingFactor factor = new PendingFactor(stolen, Optional.empty(), NOW, NOW.plusSeconds(3600));

        assertThat(ledger().claimEnrollmentStep(factor, STEP, NOW).verdict()).isEqualTo(Verdict.UNKNOWN_FACTOR);
        assertThat(ledger().countEnrollmentFailure(factor, DEFAULTS, NOW).verdict())
                .isEqualTo(Verdict.UNKNOWN_FACTOR);
    }
}
