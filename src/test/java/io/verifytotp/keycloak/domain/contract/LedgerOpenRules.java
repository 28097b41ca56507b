package io.verifytotp.keycloak.domain.contract;

import static io.verifytotp.keycloak.domain.fake.ChallengeBuilder.aChallengeOf;
import static io.verifytotp.keycloak.domain.fake.FactorBuilder.aFactor;
import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.ChallengeContents;
import io.verifytotp.keycloak.domain.challenge.ChallengeStatus;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.factor.FactorState;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.fake.BudgetsBuilder;
import io.verifytotp.keycloak.domain.service.Budgets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Part of the {@link FactorLedgerContract}: challenges that are kept before they are answered. */
public abstract class LedgerOpenRules extends LedgerRules {
    private static final Duration HALF_HOUR = Duration.ofMinutes(30);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration HALF_DAY = Duration.ofHours(12);
    private static final Duration DAY = Duration.ofDays(1);
    private static final ChallengeContents CONTENTS = new ChallengeContents(
            Optional.of("client-1"),
            Optional.of("{\"message\":\"Pay 100 €?\"}"),
            Optional.of("{\"ip\":\"::1\"}"),
            Optional.of("{\"a\":\"b\"}"));

    public LedgerOpenRules(FactorLedgerContract contract) {
        super(contract);
    }

    @Test
    public void anUnansweredChallengeIsKeptAsItWasOpened() {
        Challenge challenge = aChallengeOf(aVerifiedFactor()).holding(CONTENTS).openedAt(NOW);

        assertThat(ledger().open(challenge, DEFAULTS, NOW)).isTrue();

        assertThat(stored(challenge)).isEqualTo(challenge.asRecorded());
        assertThat(stored(challenge).recorded()).isTrue();
        assertThat(stored(challenge).respondedAt()).isEmpty();
    }

    @Test
    public void aRightCodeApprovesIt() {
        Challenge opened = opened(aVerifiedFactor());
        Instant later = NOW.plusSeconds(20);

        assertThat(ledger().claimStep(opened, DEFAULTS, STEP, later).verdict()).isEqualTo(Verdict.APPROVED);

        assertThat(stored(opened)).isEqualTo(opened.after(Verdict.APPROVED, later));
        assertThat(stored(opened).status()).isEqualTo(ChallengeStatus.APPROVED);
        assertThat(stored(opened).respondedAt()).contains(later);
        assertThat(stored(opened).updatedAt()).isEqualTo(later);
        assertThat(stored(opened).contents()).isEqualTo(CONTENTS);
    }

    @Test
    public void wrongCodesAreCountedUpToItsAttempts() {
        Budgets budgets = BudgetsBuilder.endless().attemptsPerChallenge(3).build();
        Challenge opened = opened(aVerifiedFactor());

        for (int i = 1; i <= 3; i++) {
            Instant later = NOW.plusSeconds(i);
            assertThat(ledger().countFailure(opened, budgets, later).verdict()).isEqualTo(Verdict.WRONG_CODE);
            assertThat(stored(opened).wrongAnswers()).isEqualTo(i);
            assertThat(stored(opened).updatedAt()).isEqualTo(later);
            assertThat(stored(opened).respondedAt()).isEmpty();
        }

        assertThat(ledger().countFailure(opened, budgets, NOW).verdict()).isEqualTo(Verdict.CHALLENGE_CLOSED);
        assertThat(ledger().claimStep(opened, budgets, STEP, NOW).verdict()).isEqualTo(Verdict.CHALLENGE_CLOSED);
        assertThat(stored(opened).wrongAnswers()).isEqualTo(3);
    }

    @Test
    public void itTakesNoCodeOnceItsTimeIsOver() {
        Challenge opened = opened(aVerifiedFactor());

        assertThat(ledger().claimStep(opened, DEFAULTS, STEP, opened.expiresAt())
                        .verdict())
                .isEqualTo(Verdict.CHALLENGE_CLOSED);
        assertThat(stored(opened)).isEqualTo(opened);
    }

    @Test
    public void contentsAreKeptWithAFirstAnswerAsWell() {
        TotpBinding factor = aVerifiedFactor();
        Challenge approved = aChallengeOf(factor).holding(CONTENTS).openedAt(NOW);
        Challenge wrong = aChallengeOf(factor).holding(CONTENTS).openedAt(NOW);

        ledger().claimStep(approved, DEFAULTS, STEP, NOW);
        ledger().countFailure(wrong, DEFAULTS, NOW);

        assertThat(stored(approved)).isEqualTo(approved.after(Verdict.APPROVED, NOW));
        assertThat(stored(wrong)).isEqualTo(wrong.after(Verdict.WRONG_CODE, NOW));
    }

    @Test
    public void noneIsKeptOnceTheHourIsSpent() {
        TotpBinding factor = aVerifiedFactor();
        Budgets budgets = BudgetsBuilder.endless().challengesPerHour(3).build();
        assertTakesChallenges(factor, budgets, NOW);
        assertTakesChallenges(factor, budgets, NOW);

        assertIsFull(factor, budgets, NOW);
        assertIsFull(factor, budgets, NOW.plus(HALF_HOUR).minusMillis(1));
        assertTakesChallenges(factor, budgets, NOW.plus(HALF_HOUR));
        assertIsFull(factor, budgets, NOW.plus(HOUR).minusMillis(1));
        assertTakesChallenges(factor, budgets, NOW.plus(HOUR));
    }

    @Test
    public void noneIsKeptOnceTheDayIsSpent() {
        TotpBinding factor = aVerifiedFactor();
        Budgets budgets = BudgetsBuilder.endless().challengesPerDay(2).build();
        assertTakesChallenges(factor, budgets, NOW);
        assertIsFull(factor, budgets, NOW.plus(HALF_DAY).minusMillis(1));
        assertTakesChallenges(factor, budgets, NOW.plus(HALF_DAY));

        assertIsFull(factor, budgets, NOW.plus(DAY).minusMillis(1));
        assertTakesChallenges(factor, budgets, NOW.plus(DAY));
    }

    @Test
    public void openedAndAnsweredOnesShareTheBudget() {
        TotpBinding factor = aVerifiedFactor();
        Budgets budgets = BudgetsBuilder.endless().challengesPerHour(3).build();
        fail(factor, budgets, NOW);
        Challenge opened = opened(factor, budgets);

        assertIsFull(factor, budgets, NOW);
        assertThat(fail(factor, budgets, NOW).verdict()).isEqualTo(Verdict.TOO_MANY_CHALLENGES);
        assertThat(claim(factor, STEP, budgets, NOW).verdict()).isEqualTo(Verdict.TOO_MANY_CHALLENGES);
        assertThat(ledger().claimStep(opened, budgets, STEP, NOW).verdict()).isEqualTo(Verdict.APPROVED);
        assertTakesChallenges(factor, budgets, NOW);
    }

    @Test
    public void openingOneIsNoFailureAndNoUse() {
        TotpBinding factor = aVerifiedFactor();
        FactorState before = state(factor);

        opened(factor);

        assertThat(state(factor)).isEqualTo(before);
    }

    @Test
    public void aLockedFactorsChallengeIsKept() {
        TotpBinding factor = aVerifiedFactor();
        fail(5, factor, DEFAULTS, NOW);

        assertTakesChallenges(factor, DEFAULTS, NOW);
    }

    @Test
    public void aFactorWithoutStoredStateGetsItWithItsFirstChallenge() {
        TotpBinding imported = anImportedFactor();

        assertTakesChallenges(imported, DEFAULTS, NOW);

        assertThat(state(imported)).isEqualTo(FactorState.fresh(NOW));
        assertThat(claim(imported, STEP, DEFAULTS, NOW).verdict()).isEqualTo(Verdict.APPROVED);
    }

    @Test
    public void noneIsKeptForTheFactorOfAnotherOwner() {
        TotpBinding factor = aVerifiedFactor();
        Budgets budgets = BudgetsBuilder.endless().challengesPerHour(1).build();
        Challenge foreign =
                aChallengeOf(factor).ownedBy(aFactor().binding().owner()).openedAt(NOW);

        assertThat(ledger().open(foreign, budgets, NOW)).isFalse();

        assertThat(isStored(foreign)).isFalse();
        assertTakesChallenges(factor, budgets, NOW);
    }

    @Test
    public void noneIsKeptForAPendingFactor() {
        Challenge challenge = aChallengeOf(aPendingFactor().binding()).openedAt(NOW);

        assertThat(ledger().open(challenge, DEFAULTS, NOW)).isFalse();

        assertThat(isStored(challenge)).isFalse();
    }

    private Challenge opened(TotpBinding factor) {
        return opened(factor, ENDLESS);
    }

    private Challenge opened(TotpBinding factor, Budgets budgets) {
        Challenge challenge = aChallengeOf(factor).holding(CONTENTS).openedAt(NOW);
        assertThat(ledger().open(challenge, budgets, NOW)).isTrue();
        return stored(challenge);
    }

    private void assertTakesChallenges(TotpBinding factor, Budgets budgets, Instant now) {
        Challenge challenge = aChallengeOf(factor).openedAt(now);

        assertThat(ledger().open(challenge, budgets, now)).isTrue();
        assertThat(isStored(challenge)).isTrue();
    }

    private void assertIsFull(TotpBinding factor, Budgets budgets, Instant now) {
        Challenge challenge = aChallengeOf(factor).openedAt(now);

        assertThat(ledger().open(challenge, budgets, now)).isFalse();
        assertThat(isStored(challenge)).isFalse();
    }
}
