package io.verifytotp.keycloak.domain.contract;

import static io.verifytotp.keycloak.domain.fake.ChallengeBuilder.aChallengeOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.ChallengeContents;
import io.verifytotp.keycloak.domain.challenge.CodePrompt;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Part of the {@link FactorLedgerContract}: pages on which users confirm challenges that were opened before. */
public abstract class LedgerConfirmRules extends LedgerRules {
    private static final ChallengeContents CONTENTS = new ChallengeContents(
            Optional.of("client-1"), Optional.of("[\"Pay?\"]"), Optional.empty(), Optional.empty());

    public LedgerConfirmRules(FactorLedgerContract contract) {
        super(contract);
    }

    @Test
    public void thePageAnswersTheOpenedChallengeAndLeavesItsClient() {
        Challenge opened = opened(aVerifiedFactor());

        assertThat(ledger().claimStep(page(opened, 0), ENDLESS, STEP, NOW).verdict())
                .isEqualTo(Verdict.APPROVED);

        Challenge approved = stored(opened);
        assertThat(approved.client()).contains("website");
        assertThat(approved.contents()).isEqualTo(CONTENTS);
        assertThat(isApprovedBy(opened, STEP)).isTrue();
    }

    @Test
    public void anAnswerWithoutAPageLeavesNoClient() {
        Challenge opened = opened(aVerifiedFactor());

        assertThat(ledger().claimStep(opened, ENDLESS, STEP, NOW).verdict()).isEqualTo(Verdict.APPROVED);

        assertThat(stored(opened).client()).isEmpty();
    }

    @Test
    public void thePageTakesOneAnswer() {
        TotpBinding factor = aVerifiedFactor();
        Challenge opened = opened(factor);
        Challenge page = page(opened, 0);

        assertThat(ledger().countFailure(page, ENDLESS, NOW).verdict()).isEqualTo(Verdict.WRONG_CODE);
        assertThat(ledger().countFailure(page, ENDLESS, NOW).verdict()).isEqualTo(Verdict.CHALLENGE_CLOSED);
        assertThat(ledger().claimStep(page, ENDLESS, STEP, NOW).verdict()).isEqualTo(Verdict.CHALLENGE_CLOSED);

        assertThat(stored(opened).wrongAnswers()).isEqualTo(1);
        assertThat(stored(opened).client()).as("until it is approved").isEmpty();
        assertThat(state(factor).failures()).isEqualTo(1);
        assertThat(ledger().claimStep(page(opened, 1), ENDLESS, STEP, NOW).verdict())
                .isEqualTo(Verdict.APPROVED);
    }

    private Challenge opened(TotpBinding factor) {
        Challenge challenge = aChallengeOf(factor).holding(CONTENTS).openedAt(NOW);
        assertThat(ledger().open(challenge, ENDLESS, NOW)).isTrue();
        return challenge.asRecorded();
    }

    private static Challenge page(Challenge opened, int wrongAnswers) {
        return opened.shownOn(
                new CodePrompt(opened.factor(), opened.id(), wrongAnswers, Optional.empty(), Optional.of("website")));
    }
}
