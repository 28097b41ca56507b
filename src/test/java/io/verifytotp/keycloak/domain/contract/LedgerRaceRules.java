package io.verifytotp.keycloak.domain.contract;

import static io.verifytotp.keycloak.domain.fake.ChallengeBuilder.aChallengeOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.challenge.AttemptResult;
import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.ChallengeStatus;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.fake.BudgetsBuilder;
import io.verifytotp.keycloak.domain.service.Budgets;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Part of the {@link FactorLedgerContract}: the same rules for answers that arrive at the same moment. */
public abstract class LedgerRaceRules extends LedgerRules {
    public LedgerRaceRules(FactorLedgerContract contract) {
        super(contract);
    }

    @Test
    public void ofFiftyClaimsOfOneStepExactlyOneIsApproved() {
        TotpBinding factor = aVerifiedFactor();

        List<Verdict> verdicts =
                Race.of(50, i -> claim(factor, STEP, DEFAULTS, NOW).verdict());

        assertThat(verdicts).containsOnlyOnce(Verdict.APPROVED);
        assertThat(verdicts).filteredOn(Verdict.ALREADY_USED::equals).hasSize(49);
    }

    @Test
    public void ofFiftyClaimsOfAFactorWithoutStoredStateExactlyOneIsApproved() {
        TotpBinding imported = anImportedFactor();

        List<Verdict> verdicts =
                Race.of(50, i -> claim(imported, STEP, DEFAULTS, NOW).verdict());

        assertThat(verdicts).containsOnlyOnce(Verdict.APPROVED);
        assertThat(verdicts).filteredOn(Verdict.ALREADY_USED::equals).hasSize(49);
    }

    @Test
    public void ofFiftyClaimsForOneEnrollmentExactlyOneIsApproved() {
        PendingFactor factor = aPendingFactor();

        List<Verdict> verdicts = Race.of(50, i -> ledger().claimEnrollmentStep(factor, NO_PAGE, STEP, NOW)
                .verdict());

        assertThat(verdicts).containsOnlyOnce(Verdict.APPROVED);
        assertThat(verdicts).filteredOn(Verdict.ALREADY_USED::equals).hasSize(49);
    }

    @Test
    public void ofFiftyRightCodesForOneChallengeExactlyOneIsApproved() {
        Challenge challenge = anAnsweredChallenge(aVerifiedFactor(), DEFAULTS);

        List<Verdict> verdicts = Race.of(50, i -> ledger().claimStep(challenge, DEFAULTS, STEP.plus(i), NOW)
                .verdict());

        assertThat(verdicts).containsOnlyOnce(Verdict.APPROVED);
        assertThat(verdicts).isSubsetOf(Verdict.APPROVED, Verdict.ALREADY_USED, Verdict.CHALLENGE_CLOSED);
        assertThat(stored(challenge).status()).isEqualTo(ChallengeStatus.APPROVED);
    }

    @Test
    public void ofTwoHundredWrongCodesOnlyTheBudgetIsCounted() {
        TotpBinding factor = aVerifiedFactor();

        List<AttemptResult> results = Race.of(200, i -> fail(factor, DEFAULTS, NOW));

        assertThat(results).extracting(AttemptResult::verdict).containsOnly(Verdict.WRONG_CODE, Verdict.LOCKED);
        assertThat(results)
                .filteredOn(result -> result.verdict() == Verdict.WRONG_CODE)
                .hasSize(DEFAULTS.lockAfter());
        assertThat(fail(factor, DEFAULTS, NOW.plusSeconds(30)).lockedUntil()).contains(NOW.plusSeconds(90));
    }

    @Test
    public void ofFiftyWrongCodesForOneChallengeOnlyItsAttemptsAreCounted() {
        Budgets budgets = BudgetsBuilder.endless().attemptsPerChallenge(5).build();
        Challenge challenge = anAnsweredChallenge(aVerifiedFactor(), budgets);

        List<Verdict> verdicts =
                Race.of(50, i -> ledger().countFailure(challenge, budgets, NOW).verdict());

        assertThat(verdicts).filteredOn(Verdict.WRONG_CODE::equals).hasSize(4);
        assertThat(verdicts).filteredOn(Verdict.CHALLENGE_CLOSED::equals).hasSize(46);
        assertThat(stored(challenge).wrongAnswers()).isEqualTo(5);
    }

    @Test
    public void ofFiftyWrongAnswersToOnePageOneIsCounted() {
        TotpBinding factor = aVerifiedFactor();
        Challenge challenge = aChallengeOf(factor).openedAt(NOW);

        List<Verdict> verdicts =
                Race.of(50, i -> ledger().countFailure(challenge, ENDLESS, NOW).verdict());

        assertThat(verdicts).filteredOn(Verdict.WRONG_CODE::equals).hasSize(1);
        assertThat(verdicts).filteredOn(Verdict.CHALLENGE_CLOSED::equals).hasSize(49);
        assertThat(stored(challenge).wrongAnswers()).isEqualTo(1);
        assertThat(state(factor).failures()).isEqualTo(1);
    }

    @Test
    public void ofFiftyWrongCodesAtOneEnrollmentPageOneIsCounted() {
        PendingFactor factor = aPendingFactor();

        List<Verdict> verdicts =
                Race.of(50, i -> ledger().countEnrollmentFailure(factor, OptionalInt.of(0), ENDLESS, NOW)
                        .verdict());

        assertThat(verdicts).filteredOn(Verdict.WRONG_CODE::equals).hasSize(1);
        assertThat(verdicts).filteredOn(Verdict.CHALLENGE_CLOSED::equals).hasSize(49);
        assertThat(state(factor.binding()).failures()).isEqualTo(1);
    }

    @Test
    public void ofFiftyFirstRightAnswersToOneChallengeExactlyOneIsApproved() {
        Challenge challenge = aChallengeOf(aVerifiedFactor()).openedAt(NOW);

        List<Verdict> verdicts = Race.of(
                50, i -> ledger().claimStep(challenge, DEFAULTS, STEP, NOW).verdict());

        assertThat(verdicts).containsOnlyOnce(Verdict.APPROVED);
        assertThat(verdicts).filteredOn(Verdict.ALREADY_USED::equals).hasSize(49);
        assertThat(isApprovedBy(challenge, STEP)).isTrue();
        assertThat(isApprovedBy(challenge, STEP.plus(1))).isFalse();
    }

    @Test
    public void ofFiftyNewChallengesOnlyTheBudgetIsOpened() {
        TotpBinding factor = aVerifiedFactor();
        Budgets budgets = BudgetsBuilder.endless().challengesPerHour(20).build();

        List<Verdict> verdicts = Race.of(50, i -> fail(factor, budgets, NOW).verdict());

        assertThat(verdicts).filteredOn(Verdict.WRONG_CODE::equals).hasSize(10);
        assertThat(verdicts).filteredOn(Verdict.TOO_MANY_CHALLENGES::equals).hasSize(40);
    }

    @Test
    public void ofFiftyChallengesOpenedAtOnceOnlyTheBudgetIsKept() {
        TotpBinding factor = aVerifiedFactor();
        Budgets budgets = BudgetsBuilder.endless().challengesPerHour(20).build();

        List<Boolean> kept = Race.of(50, i -> ledger().open(aChallengeOf(factor).openedAt(NOW), budgets, NOW));

        assertThat(kept).filteredOn(Boolean::booleanValue).hasSize(10);
    }

    @Test
    public void openedAndAnsweredChallengesTogetherNeverExceedTheBudget() {
        TotpBinding imported = anImportedFactor();
        Budgets budgets = BudgetsBuilder.endless().challengesPerDay(20).build();

        List<Boolean> kept = Race.of(
                50,
                i -> i % 2 == 0
                        ? ledger().open(aChallengeOf(imported).openedAt(NOW), budgets, NOW)
                        : fail(imported, budgets, NOW).verdict() == Verdict.WRONG_CODE);

        assertThat(kept).filteredOn(Boolean::booleanValue).hasSize(10);
    }

    @Test
    public void aRightCodeAmongWrongOnesIsNeverApprovedTwice() {
        TotpBinding factor = aVerifiedFactor();

        List<Verdict> verdicts = Race.of(
                60,
                i -> i % 6 == 0
                        ? ledger().claimStep(aChallengeOf(factor).openedAt(NOW), DEFAULTS, STEP, NOW)
                                .verdict()
                        : fail(factor, DEFAULTS, NOW).verdict());

        assertThat(verdicts).filteredOn(Verdict.APPROVED::equals).hasSizeLessThanOrEqualTo(1);
        assertThat(verdicts).filteredOn(Verdict.WRONG_CODE::equals).hasSizeLessThan(2 * DEFAULTS.lockAfter());
    }
}
