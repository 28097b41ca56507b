package io.verifytotp.keycloak.domain.contract;

import static io.verifytotp.keycloak.domain.fake.ChallengeBuilder.aChallengeOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.challenge.AttemptResult;
import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.fake.BudgetsBuilder;
import io.verifytotp.keycloak.domain.service.Budgets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Part of the {@link FactorLedgerContract}. */
public abstract class LedgerLockRules extends LedgerRules {
    private static final List<Integer> LADDER_SECONDS = List.of(30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600);

    public LedgerLockRules(FactorLedgerContract contract) {
        super(contract);
    }

    @Test
    public void failuresBelowTheBudgetLockNothing() {
        TotpBinding factor = aVerifiedFactor();

        for (int i = 0; i < 4; i++) {
            assertThat(fail(factor, DEFAULTS, NOW)).isEqualTo(AttemptResult.of(Verdict.WRONG_CODE));
        }

        assertThat(claim(factor, STEP, DEFAULTS, NOW).verdict()).isEqualTo(Verdict.APPROVED);
    }

    @Test
    public void theLastFailureOfTheBudgetLocksForThirtySeconds() {
        TotpBinding factor = aVerifiedFactor();
        fail(4, factor, DEFAULTS, NOW);

        assertThat(fail(factor, DEFAULTS, NOW)).isEqualTo(until(NOW.plusSeconds(30), Verdict.WRONG_CODE));
        assertThat(fail(factor, DEFAULTS, NOW)).isEqualTo(until(NOW.plusSeconds(30), Verdict.LOCKED));
        assertThat(claim(factor, STEP, DEFAULTS, NOW)).isEqualTo(until(NOW.plusSeconds(30), Verdict.LOCKED));
    }

    @Test
    public void eachFurtherFailureDoublesTheLockUpToAnHour() {
        TotpBinding factor = aVerifiedFactor();
        fail(4, factor, DEFAULTS, NOW);
        Instant now = NOW;

        for (int seconds : LADDER_SECONDS) {
            Instant end = now.plusSeconds(seconds);
            assertThat(fail(factor, DEFAULTS, now)).isEqualTo(until(end, Verdict.WRONG_CODE));
            now = end;
        }
    }

    @Test
    public void triesWhileLockedNeitherCountNorExtend() {
        TotpBinding factor = aVerifiedFactor();
        Instant end = NOW.plusSeconds(30);
        fail(5, factor, DEFAULTS, NOW);

        for (int second = 0; second < 30; second++) {
            assertThat(fail(factor, DEFAULTS, NOW.plusSeconds(second))).isEqualTo(until(end, Verdict.LOCKED));
        }

        assertThat(fail(factor, DEFAULTS, end)).isEqualTo(until(end.plusSeconds(60), Verdict.WRONG_CODE));
    }

    @Test
    public void aChallengeIsNotChargedWhileItsFactorIsLocked() {
        TotpBinding factor = aVerifiedFactor();
        Challenge challenge = anAnsweredChallenge(factor, DEFAULTS);
        fail(4, factor, DEFAULTS, NOW);
        Challenge opened = aChallengeOf(factor).openedAt(NOW);

        ledger().countFailure(challenge, DEFAULTS, NOW);
        ledger().countFailure(opened, DEFAULTS, NOW);

        assertThat(stored(challenge).wrongAnswers()).isEqualTo(1);
        assertThat(isStored(opened)).isFalse();
    }

    @Test
    public void theLockIsOverAtItsEnd() {
        TotpBinding factor = aVerifiedFactor();
        fail(5, factor, DEFAULTS, NOW);
        Instant end = NOW.plusSeconds(30);

        assertThat(claim(factor, STEP, DEFAULTS, end.minusMillis(1)).verdict()).isEqualTo(Verdict.LOCKED);
        assertThat(claim(factor, STEP, DEFAULTS, end).verdict()).isEqualTo(Verdict.APPROVED);
    }

    @Test
    public void successStartsTheCountAgain() {
        TotpBinding factor = aVerifiedFactor();
        fail(5, factor, DEFAULTS, NOW);
        Instant later = NOW.plusSeconds(30);
        claim(factor, STEP, DEFAULTS, later);

        fail(4, factor, DEFAULTS, later);

        assertThat(fail(factor, DEFAULTS, later)).isEqualTo(until(later.plusSeconds(30), Verdict.WRONG_CODE));
    }

    @Test
    public void failuresOfOneFactorLockNoOther() {
        fail(5, aVerifiedFactor(), DEFAULTS, NOW);

        assertThat(claim(aVerifiedFactor(), STEP, DEFAULTS, NOW).verdict()).isEqualTo(Verdict.APPROVED);
    }

    @Test
    public void theHundredthFailureDisablesWhateverTheTimeBetween() {
        TotpBinding factor = aVerifiedFactor();
        Instant now = NOW;
        for (int i = 0; i < 100; i++) {
            assertThat(fail(factor, DEFAULTS, now).verdict()).isEqualTo(Verdict.WRONG_CODE);
            now = now.plus(Duration.ofHours(9));
        }
        Instant muchLater = now.plus(Duration.ofDays(365));

        assertThat(fail(factor, DEFAULTS, now).verdict()).isEqualTo(Verdict.DISABLED);
        assertThat(claim(factor, STEP, DEFAULTS, now).verdict()).isEqualTo(Verdict.DISABLED);
        assertThat(claim(factor, STEP.plus(9), DEFAULTS, muchLater).verdict()).isEqualTo(Verdict.DISABLED);
    }

    @Test
    public void aSuccessJustBeforeTheHundredthFailureRestartsTheCount() {
        TotpBinding factor = aVerifiedFactor();
        Budgets budgets = BudgetsBuilder.endless().disableAfter(20).build();
        fail(19, factor, budgets, NOW);
        claim(factor, STEP, budgets, NOW);

        fail(19, factor, budgets, NOW);

        assertThat(claim(factor, STEP.plus(1), budgets, NOW).verdict()).isEqualTo(Verdict.APPROVED);
    }

    @Test
    public void aDisabledFactorStaysSoUnderWiderBudgets() {
        TotpBinding factor = aVerifiedFactor();
        fail(20, factor, BudgetsBuilder.endless().disableAfter(20).build(), NOW);

        assertThat(claim(factor, STEP, ENDLESS, NOW).verdict()).isEqualTo(Verdict.DISABLED);
    }

    private static AttemptResult until(Instant end, Verdict verdict) {
        return new AttemptResult(verdict, Optional.of(end));
    }
}
