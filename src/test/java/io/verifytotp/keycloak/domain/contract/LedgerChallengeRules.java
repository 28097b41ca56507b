package io.verifytotp.keycloak.domain.contract;

import static io.verifytotp.keycloak.domain.fake.ChallengeBuilder.aChallengeOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.challenge.AttemptResult;
import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.CodePrompt;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.fake.BudgetsBuilder;
import io.verifytotp.keycloak.domain.service.Budgets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Part of the {@link FactorLedgerContract}. */
public abstract class LedgerChallengeRules extends LedgerRules {
    private static final Duration HALF_HOUR = Duration.ofMinutes(30);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration HALF_DAY = Duration.ofHours(12);
    private static final Duration DAY = Duration.ofDays(1);

    public LedgerChallengeRules(FactorLedgerContract contract) {
        super(contract);
    }

    @Test
    public void wrongAnswersAreStoredOneByOne() {
        Challenge challenge =
                aChallengeOf(aVerifiedFactor()).forClient("owlbank").openedAt(NOW);

        for (int i = 1; i <= 3; i++) {
            Challenge current = i == 1 ? challenge : stored(challenge);
            ledger().countFailure(current, ENDLESS, NOW.plusSeconds(i));

            assertThat(stored(challenge))
                    .usingRecursiveComparison()
                    .ignoringFields("wrongAnswers", "recorded", "updatedAt")
                    .isEqualTo(challenge);
            assertThat(stored(challenge).wrongAnswers()).isEqualTo(i);
            assertThat(stored(challenge).updatedAt()).isEqualTo(NOW.plusSeconds(i));
            assertThat(stored(challenge).recorded()).isTrue();
        }
    }

    @Test
    public void aPageTakesOneWrongAnswer() {
        TotpBinding factor = aVerifiedFactor();
        Challenge page = aChallengeOf(factor).openedAt(NOW);

        assertThat(ledger().countFailure(page, ENDLESS, NOW).verdict()).isEqualTo(Verdict.WRONG_CODE);
        assertThat(ledger().countFailure(page, ENDLESS, NOW).verdict()).isEqualTo(Verdict.CHALLENGE_CLOSED);
        assertThat(ledger().claimStep(page, ENDLESS, STEP, NOW).verdict()).isEqualTo(Verdict.CHALLENGE_CLOSED);

        assertThat(stored(page).wrongAnswers()).isEqualTo(1);
        assertThat(state(factor).failures()).isEqualTo(1);
        assertThat(ledger().claimStep(stored(page), ENDLESS, STEP, NOW).verdict())
                .isEqualTo(Verdict.APPROVED);
    }

    @Test
    public void thePageAfterItTakesOneMore() {
        Challenge first = aChallengeOf(aVerifiedFactor()).openedAt(NOW);
        ledger().countFailure(first, ENDLESS, NOW);
        Challenge second = Challenge.shown(
                first.owner(),
                new CodePrompt(first.factor(), first.id(), 1, Optional.empty(), first.client()),
                NOW.plusSeconds(1),
                first.expiresAt());

        assertThat(ledger().countFailure(second, ENDLESS, NOW).verdict()).isEqualTo(Verdict.WRONG_CODE);
        assertThat(ledger().countFailure(second, ENDLESS, NOW).verdict()).isEqualTo(Verdict.CHALLENGE_CLOSED);

        assertThat(stored(first).wrongAnswers()).isEqualTo(2);
    }

    @Test
    public void aChallengeOfAnotherFactorIsClosed() {
        Challenge theirs = anAnsweredChallenge(aVerifiedFactor(), DEFAULTS);
        TotpBinding factor = aVerifiedFactor();
        Challenge sameId = Challenge.shown(
                factor.owner(),
                new CodePrompt(factor.factor(), theirs.id(), 0, Optional.empty(), Optional.empty()),
                NOW,
                theirs.expiresAt());

        assertThat(ledger().claimStep(sameId, DEFAULTS, STEP, NOW).verdict()).isEqualTo(Verdict.CHALLENGE_CLOSED);
        assertThat(claim(factor, STEP, DEFAULTS, NOW).verdict()).isEqualTo(Verdict.APPROVED);
    }

    @Test
    public void attemptsAreCountedInTheStoreNotInWhatTheCallerRemembers() {
        Budgets budgets = BudgetsBuilder.endless().attemptsPerChallenge(3).build();
        Challenge remembered = anAnsweredChallenge(aVerifiedFactor(), budgets);
        ledger().countFailure(remembered, budgets, NOW);
        ledger().countFailure(remembered, budgets, NOW);

        assertThat(ledger().countFailure(remembered, budgets, NOW).verdict()).isEqualTo(Verdict.CHALLENGE_CLOSED);
        assertThat(ledger().claimStep(remembered, budgets, STEP, NOW).verdict()).isEqualTo(Verdict.CHALLENGE_CLOSED);
        assertThat(stored(remembered).wrongAnswers()).isEqualTo(3);
        assertThat(stored(remembered).isOpenAt(NOW, 3)).isFalse();
    }

    @Test
    public void aClosedChallengeChargesItsFactorNothing() {
        TotpBinding factor = aVerifiedFactor();
        Budgets budgets =
                BudgetsBuilder.defaults().attemptsPerChallenge(1).lockAfter(3).build();
        Challenge closed = anAnsweredChallenge(factor, budgets);

        for (int i = 0; i < 10; i++) {
            ledger().countFailure(closed, budgets, NOW);
        }

        assertThat(fail(factor, budgets, NOW)).isEqualTo(AttemptResult.of(Verdict.WRONG_CODE));
        assertThat(fail(factor, budgets, NOW).lockedUntil()).isPresent();
    }

    @Test
    public void unapprovedChallengesOfAnHourAreLimited() {
        TotpBinding factor = aVerifiedFactor();
        Budgets budgets = BudgetsBuilder.endless().challengesPerHour(3).build();
        fail(2, factor, budgets, NOW);

        assertIsFull(factor, budgets, NOW);
        assertIsFull(factor, budgets, NOW.plus(HALF_HOUR).minusMillis(1));
        assertThat(fail(factor, budgets, NOW.plus(HALF_HOUR)).verdict()).isEqualTo(Verdict.WRONG_CODE);
        assertIsFull(factor, budgets, NOW.plus(HOUR).minusMillis(1));
        assertThat(claim(factor, STEP, budgets, NOW.plus(HOUR)).verdict()).isEqualTo(Verdict.APPROVED);
    }

    @Test
    public void unapprovedChallengesOfADayAreLimited() {
        TotpBinding factor = aVerifiedFactor();
        Budgets budgets = BudgetsBuilder.endless().challengesPerDay(3).build();
        fail(1, factor, budgets, NOW);
        fail(2, factor, budgets, NOW.plus(HALF_DAY));

        assertIsFull(factor, budgets, NOW.plus(DAY).minusMillis(1));
        assertThat(fail(factor, budgets, NOW.plus(DAY)).verdict()).isEqualTo(Verdict.WRONG_CODE);
        assertIsFull(factor, budgets, NOW.plus(DAY));
    }

    @Test
    public void aSecondAnswerToOnePageFindsItClosedAlsoWhenTheHourIsSpent() {
        Budgets budgets = BudgetsBuilder.endless().challengesPerHour(1).build();
        Challenge page = aChallengeOf(aVerifiedFactor()).openedAt(NOW);
        ledger().countFailure(page, budgets, NOW);

        assertThat(ledger().countFailure(page, budgets, NOW).verdict()).isEqualTo(Verdict.CHALLENGE_CLOSED);
        assertThat(ledger().claimStep(page, budgets, STEP, NOW).verdict()).isEqualTo(Verdict.CHALLENGE_CLOSED);
    }

    @Test
    public void anApprovalGivesBackWhatItsChallengeTook() {
        TotpBinding factor = aVerifiedFactor();
        Budgets budgets = BudgetsBuilder.endless().challengesPerHour(3).build();
        Challenge answered = anAnsweredChallenge(factor, budgets);
        fail(1, factor, budgets, NOW);

        ledger().claimStep(answered, budgets, STEP, NOW.plusSeconds(60));

        assertThat(fail(factor, budgets, NOW.plusSeconds(60)).verdict()).isEqualTo(Verdict.WRONG_CODE);
        assertIsFull(factor, budgets, NOW.plusSeconds(60));
    }

    @Test
    public void anApprovalGivesNothingBackOnceItsPlaceIsFreeAnyway() {
        TotpBinding factor = aVerifiedFactor();
        Budgets budgets = BudgetsBuilder.endless().challengesPerHour(59).build();
        Challenge answered = anAnsweredChallenge(factor, budgets);
        fail(29, factor, budgets, NOW.plusSeconds(120));

        ledger().claimStep(answered, budgets, STEP, NOW.plusSeconds(120));

        assertThat(fail(factor, budgets, NOW.plusSeconds(120)).verdict()).isEqualTo(Verdict.WRONG_CODE);
        assertIsFull(factor, budgets, NOW.plusSeconds(120));
    }

    @Test
    public void aRefusedApprovalGivesNothingBack() {
        TotpBinding factor = aVerifiedFactor();
        Budgets budgets = BudgetsBuilder.endless()
                .challengesPerHour(3)
                .attemptsPerChallenge(1)
                .build();
        Challenge closed = anAnsweredChallenge(factor, budgets);
        fail(1, factor, budgets, NOW);

        assertThat(ledger().claimStep(closed, budgets, STEP, NOW).verdict()).isEqualTo(Verdict.CHALLENGE_CLOSED);

        assertIsFull(factor, budgets, NOW);
    }

    @Test
    public void aChallengeThatWasOpenedInTimeMayStillBeAnswered() {
        TotpBinding factor = aVerifiedFactor();
        Budgets budgets = BudgetsBuilder.endless().challengesPerHour(1).build();
        Challenge opened = anAnsweredChallenge(factor, budgets);

        assertThat(ledger().countFailure(opened, budgets, NOW).verdict()).isEqualTo(Verdict.WRONG_CODE);
        assertThat(ledger().claimStep(opened, budgets, STEP, NOW).verdict()).isEqualTo(Verdict.APPROVED);
    }

    @Test
    public void approvedChallengesAreFree() {
        TotpBinding factor = aVerifiedFactor();
        Budgets budgets = BudgetsBuilder.endless().challengesPerHour(2).build();
        Challenge answered = anAnsweredChallenge(factor, budgets);
        ledger().claimStep(answered, budgets, STEP, NOW);

        for (int i = 1; i <= 10; i++) {
            assertThat(claim(factor, STEP.plus(i), budgets, NOW).verdict()).isEqualTo(Verdict.APPROVED);
        }
    }

    @Test
    public void factorsHaveTheirOwnChallenges() {
        Budgets budgets = BudgetsBuilder.endless().challengesPerHour(1).build();
        fail(1, aVerifiedFactor(), budgets, NOW);

        assertThat(claim(aVerifiedFactor(), STEP, budgets, NOW).verdict()).isEqualTo(Verdict.APPROVED);
    }

    @Test
    public void aChallengeTooManyIsNeitherStoredNorCharged() {
        TotpBinding factor = aVerifiedFactor();
        Budgets budgets =
                BudgetsBuilder.endless().lockAfter(2).challengesPerHour(1).build();
        fail(1, factor, budgets, NOW);
        Challenge tooMany = aChallengeOf(factor).openedAt(NOW);

        ledger().countFailure(tooMany, budgets, NOW);
        ledger().countFailure(tooMany, budgets, NOW);

        assertThat(isStored(tooMany)).isFalse();
        assertThat(claim(factor, STEP, budgets, NOW.plus(HOUR)).verdict()).isEqualTo(Verdict.APPROVED);
    }

    private void assertIsFull(TotpBinding factor, Budgets budgets, Instant now) {
        assertThat(fail(factor, budgets, now).verdict()).isEqualTo(Verdict.TOO_MANY_CHALLENGES);
        assertThat(claim(factor, STEP.plus(99), budgets, now).verdict()).isEqualTo(Verdict.TOO_MANY_CHALLENGES);
    }
}
