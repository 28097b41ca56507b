package io.verifytotp.keycloak.domain.contract;

import static io.verifytotp.keycloak.domain.fake.FactorBuilder.aFactor;
import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.challenge.AttemptResult;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.fake.BudgetsBuilder;
import io.verifytotp.keycloak.domain.service.Budgets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Part of the {@link FactorLedgerContract}. */
public abstract class LedgerEnrollmentRules extends LedgerRules {
    public LedgerEnrollmentRules(FactorLedgerContract contract) {
        super(contract);
    }

    @Test
    public void aStepIsApprovedOnce() {
        PendingFactor factor = aPendingFactor();

        assertThat(ledger().claimEnrollmentStep(factor, NO_PAGE, STEP, NOW))
                .isEqualTo(AttemptResult.of(Verdict.APPROVED));
        assertThat(ledger().claimEnrollmentStep(factor, NO_PAGE, STEP, NOW))
                .isEqualTo(AttemptResult.of(Verdict.ALREADY_USED));
        assertThat(ledger().claimEnrollmentStep(factor, NO_PAGE, STEP.plus(-1), NOW)
                        .verdict())
                .isEqualTo(Verdict.ALREADY_USED);
    }

    @Test
    public void failuresLockAsTheyDoForVerifiedFactors() {
        PendingFactor factor = aPendingFactor();
        for (int i = 0; i < 4; i++) {
            assertThat(ledger().countEnrollmentFailure(factor, NO_PAGE, DEFAULTS, NOW))
                    .isEqualTo(AttemptResult.of(Verdict.WRONG_CODE));
        }
        Optional<Instant> end = Optional.of(NOW.plusSeconds(30));

        assertThat(ledger().countEnrollmentFailure(factor, NO_PAGE, DEFAULTS, NOW))
                .isEqualTo(new AttemptResult(Verdict.WRONG_CODE, end));
        assertThat(ledger().countEnrollmentFailure(factor, NO_PAGE, DEFAULTS, NOW))
                .isEqualTo(new AttemptResult(Verdict.LOCKED, end));
        assertThat(ledger().claimEnrollmentStep(factor, NO_PAGE, STEP, NOW))
                .isEqualTo(new AttemptResult(Verdict.LOCKED, end));
        assertThat(ledger().claimEnrollmentStep(factor, NO_PAGE, STEP, end.get())
                        .verdict())
                .isEqualTo(Verdict.APPROVED);
    }

    @Test
    public void failuresDisableAsTheyDoForVerifiedFactors() {
        PendingFactor factor = aPendingFactor();
        Budgets budgets = BudgetsBuilder.endless().disableAfter(20).build();
        for (int i = 0; i < 20; i++) {
            ledger().countEnrollmentFailure(factor, NO_PAGE, budgets, NOW);
        }

        assertThat(ledger().countEnrollmentFailure(factor, NO_PAGE, budgets, NOW)
                        .verdict())
                .isEqualTo(Verdict.DISABLED);
        assertThat(ledger().claimEnrollmentStep(factor, NO_PAGE, STEP, NOW).verdict())
                .isEqualTo(Verdict.DISABLED);
    }

    @Test
    public void anExpiredFactorIsUnknown() {
        PendingFactor factor = aPendingFactor();
        Instant end = factor.expiresAt();

        assertThat(ledger().countEnrollmentFailure(factor, NO_PAGE, DEFAULTS, end.minusMillis(1))
                        .verdict())
                .isEqualTo(Verdict.WRONG_CODE);
        assertThat(ledger().countEnrollmentFailure(factor, NO_PAGE, DEFAULTS, end)
                        .verdict())
                .isEqualTo(Verdict.UNKNOWN_FACTOR);
        assertThat(ledger().claimEnrollmentStep(factor, NO_PAGE, STEP, end).verdict())
                .isEqualTo(Verdict.UNKNOWN_FACTOR);
    }

    @Test
    public void aFactorThatIsNotPendingIsUnknown() {
        PendingFactor never = aFactor().pendingFor(Duration.ofHours(1), NOW);
        PendingFactor verified = new PendingFactor(aVerifiedFactor(), Optional.empty(), NOW, NOW.plusSeconds(3600));

        for (PendingFactor factor : new PendingFactor[] {never, verified}) {
            assertThat(ledger().claimEnrollmentStep(factor, NO_PAGE, STEP, NOW).verdict())
                    .isEqualTo(Verdict.UNKNOWN_FACTOR);
            assertThat(ledger().countEnrollmentFailure(factor, NO_PAGE, DEFAULTS, NOW)
                            .verdict())
                    .isEqualTo(Verdict.UNKNOWN_FACTOR);
        }
    }

    @Test
    public void theFactorOfAnotherOwnerIsUnknown() {
        TotpBinding mine = aPendingFactor().binding();
        TotpBinding stolen = new TotpBinding(
                aFactor().binding().owner(), mine.factor(), mine.parameters(), mine.skew(), mine.seed());
        PendingFactor factor = new PendingFactor(stolen, Optional.empty(), NOW, NOW.plusSeconds(3600));

        assertThat(ledger().claimEnrollmentStep(factor, NO_PAGE, STEP, NOW).verdict())
                .isEqualTo(Verdict.UNKNOWN_FACTOR);
        assertThat(ledger().countEnrollmentFailure(factor, NO_PAGE, DEFAULTS, NOW)
                        .verdict())
                .isEqualTo(Verdict.UNKNOWN_FACTOR);
    }

    @Test
    public void onePageCountsOneWrongCode() {
        PendingFactor factor = aPendingFactor();

        assertThat(fail(factor, 0)).isEqualTo(AttemptResult.of(Verdict.WRONG_CODE));
        assertThat(fail(factor, 0)).isEqualTo(AttemptResult.of(Verdict.CHALLENGE_CLOSED));
        assertThat(state(factor.binding()).failures()).isEqualTo(1);
        assertThat(fail(factor, 1)).isEqualTo(AttemptResult.of(Verdict.WRONG_CODE));
        assertThat(state(factor.binding()).failures()).isEqualTo(2);
    }

    @Test
    public void aPageThatWasGivenAWrongCodeSpendsNoRightOne() {
        PendingFactor factor = aPendingFactor();
        fail(factor, 0);

        assertThat(claim(factor, 0)).isEqualTo(AttemptResult.of(Verdict.CHALLENGE_CLOSED));
        assertThat(state(factor.binding()).failures()).isEqualTo(1);
        assertThat(claim(factor, 1)).isEqualTo(AttemptResult.of(Verdict.APPROVED));
    }

    @Test
    public void aPageThatWasGivenARightCodeHasUsedItWhateverFailedBefore() {
        PendingFactor factor = aPendingFactor();
        fail(factor, 0);
        fail(factor, 1);

        assertThat(claim(factor, 2)).isEqualTo(AttemptResult.of(Verdict.APPROVED));
        assertThat(claim(factor, 2)).isEqualTo(AttemptResult.of(Verdict.ALREADY_USED));
    }

    @Test
    public void aPageThatHasLockedOrDisabledTellsTheLockOnly() {
        PendingFactor factor = aPendingFactor();
        Budgets budgets = BudgetsBuilder.endless().lockAfter(1).disableAfter(2).build();
        Optional<Instant> end = Optional.of(NOW.plusSeconds(30));
        ledger().countEnrollmentFailure(factor, OptionalInt.of(0), budgets, NOW);

        assertThat(fail(factor, 0)).isEqualTo(new AttemptResult(Verdict.CHALLENGE_CLOSED, end));
        assertThat(claim(factor, 0)).isEqualTo(new AttemptResult(Verdict.CHALLENGE_CLOSED, end));
        assertThat(fail(factor, 1)).isEqualTo(new AttemptResult(Verdict.LOCKED, end));
        ledger().countEnrollmentFailure(factor, OptionalInt.of(1), budgets, end.get());

        assertThat(fail(factor, 1).verdict()).isEqualTo(Verdict.CHALLENGE_CLOSED);
        assertThat(fail(factor, 2).verdict()).isEqualTo(Verdict.DISABLED);
    }

    private AttemptResult fail(PendingFactor factor, int known) {
        return ledger().countEnrollmentFailure(factor, OptionalInt.of(known), DEFAULTS, NOW);
    }

    private AttemptResult claim(PendingFactor factor, int known) {
        return ledger().claimEnrollmentStep(factor, OptionalInt.of(known), STEP, NOW);
    }
}
