package io.verifytotp.keycloak.domain.contract;

import static io.verifytotp.keycloak.domain.fake.ChallengeBuilder.aChallengeOf;
import static io.verifytotp.keycloak.domain.fake.FactorBuilder.aFactor;
import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.challenge.AttemptResult;
import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.ChallengeStatus;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.fake.ChallengeBuilder;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Part of the {@link FactorLedgerContract}. */
public abstract class LedgerClaimRules extends LedgerRules {
    public LedgerClaimRules(FactorLedgerContract contract) {
        super(contract);
    }

    @Test
    public void aStepIsApprovedOnce() {
        TotpBinding factor = aVerifiedFactor();

        assertThat(claim(factor, STEP, DEFAULTS, NOW)).isEqualTo(AttemptResult.of(Verdict.APPROVED));
        assertThat(claim(factor, STEP, DEFAULTS, NOW)).isEqualTo(AttemptResult.of(Verdict.ALREADY_USED));
    }

    @Test
    public void stepsBeforeAUsedOneAreUsedAsWell() {
        TotpBinding factor = aVerifiedFactor();
        claim(factor, STEP.plus(1), DEFAULTS, NOW);

        assertThat(claim(factor, STEP, DEFAULTS, NOW).verdict()).isEqualTo(Verdict.ALREADY_USED);
        assertThat(claim(factor, STEP.plus(-1), DEFAULTS, NOW).verdict()).isEqualTo(Verdict.ALREADY_USED);
        assertThat(claim(factor, STEP.plus(2), DEFAULTS, NOW).verdict()).isEqualTo(Verdict.APPROVED);
    }

    @Test
    public void factorsUseStepsIndependently() {
        claim(aVerifiedFactor(), STEP, DEFAULTS, NOW);

        assertThat(claim(aVerifiedFactor(), STEP, DEFAULTS, NOW).verdict()).isEqualTo(Verdict.APPROVED);
    }

    @Test
    public void replaysAreNotCountedAsFailures() {
        TotpBinding factor = aVerifiedFactor();
        claim(factor, STEP, DEFAULTS, NOW);

        for (int i = 0; i < 10; i++) {
            assertThat(claim(factor, STEP, DEFAULTS, NOW)).isEqualTo(AttemptResult.of(Verdict.ALREADY_USED));
        }

        assertThat(claim(factor, STEP.plus(1), DEFAULTS, NOW).verdict()).isEqualTo(Verdict.APPROVED);
    }

    @Test
    public void anApprovedChallengeIsStoredAsItWasOpened() {
        Challenge challenge =
                aChallengeOf(aVerifiedFactor()).forClient("owlbank").openedAt(NOW);

        ledger().claimStep(challenge, DEFAULTS, STEP, NOW.plusSeconds(5));

        assertThat(stored(challenge))
                .usingRecursiveComparison()
                .ignoringFields("status", "recorded", "updatedAt", "respondedAt")
                .isEqualTo(challenge);
        assertThat(stored(challenge).status()).isEqualTo(ChallengeStatus.APPROVED);
        assertThat(stored(challenge).updatedAt()).isEqualTo(NOW.plusSeconds(5));
        assertThat(stored(challenge).respondedAt()).contains(NOW.plusSeconds(5));
        assertThat(stored(challenge).recorded()).isTrue();
    }

    @Test
    public void aChallengeWhoseCodeWasUsedBeforeIsNotStored() {
        TotpBinding factor = aVerifiedFactor();
        claim(factor, STEP, DEFAULTS, NOW);
        Challenge challenge = aChallengeOf(factor).openedAt(NOW);

        ledger().claimStep(challenge, DEFAULTS, STEP, NOW);

        assertThat(isStored(challenge)).isFalse();
    }

    @Test
    public void aChallengeIsApprovedAfterWrongAnswers() {
        Challenge challenge = anAnsweredChallenge(aVerifiedFactor(), DEFAULTS);

        AttemptResult result = ledger().claimStep(challenge, DEFAULTS, STEP, NOW);

        assertThat(result.verdict()).isEqualTo(Verdict.APPROVED);
        assertThat(stored(challenge).status()).isEqualTo(ChallengeStatus.APPROVED);
        assertThat(stored(challenge).wrongAnswers()).isEqualTo(1);
    }

    @Test
    public void anApprovedChallengeTakesNoOtherCodeAndLeavesItUnused() {
        TotpBinding factor = aVerifiedFactor();
        Challenge before = anAnsweredChallenge(factor, DEFAULTS);
        ledger().claimStep(before, DEFAULTS, STEP, NOW);

        assertThat(ledger().claimStep(before, DEFAULTS, STEP.plus(1), NOW).verdict())
                .isEqualTo(Verdict.CHALLENGE_CLOSED);
        assertThat(ledger().claimStep(stored(before), DEFAULTS, STEP.plus(1), NOW)
                        .verdict())
                .isEqualTo(Verdict.CHALLENGE_CLOSED);
        assertThat(claim(factor, STEP.plus(1), DEFAULTS, NOW).verdict()).isEqualTo(Verdict.APPROVED);
    }

    @Test
    public void anExpiredChallengeTakesNoCodeAndLeavesItUnused() {
        TotpBinding factor = aVerifiedFactor();
        Challenge challenge = anAnsweredChallenge(factor, DEFAULTS);
        Instant end = challenge.expiresAt();

        assertThat(ledger().claimStep(challenge, DEFAULTS, STEP, end).verdict()).isEqualTo(Verdict.CHALLENGE_CLOSED);
        assertThat(ledger().countFailure(challenge, DEFAULTS, end).verdict()).isEqualTo(Verdict.CHALLENGE_CLOSED);
        assertThat(stored(challenge).wrongAnswers()).isEqualTo(1);
        assertThat(claim(factor, STEP, DEFAULTS, end).verdict()).isEqualTo(Verdict.APPROVED);
    }

    @Test
    public void aChallengeIsOpenUntilItsLastMoment() {
        Challenge challenge = anAnsweredChallenge(aVerifiedFactor(), DEFAULTS);
        Instant lastMoment = challenge.expiresAt().minus(Duration.ofMillis(1));

        assertThat(ledger().claimStep(challenge, DEFAULTS, STEP, lastMoment).verdict())
                .isEqualTo(Verdict.APPROVED);
    }

    @Test
    public void aPendingFactorAnswersNoChallenge() {
        PendingFactor pending = aPendingFactor();

        assertThat(claim(pending.binding(), STEP, DEFAULTS, NOW).verdict()).isEqualTo(Verdict.UNKNOWN_FACTOR);
        assertThat(fail(pending.binding(), DEFAULTS, NOW).verdict()).isEqualTo(Verdict.UNKNOWN_FACTOR);
        assertThat(ledger().claimEnrollmentStep(pending, NO_PAGE, STEP, NOW).verdict())
                .isEqualTo(Verdict.APPROVED);
    }

    @Test
    public void theFactorOfAnotherOwnerAnswersNoChallenge() {
        TotpBinding factor = aVerifiedFactor();
        Challenge foreign =
                aChallengeOf(factor).ownedBy(aFactor().binding().owner()).openedAt(NOW);

        assertThat(ledger().claimStep(foreign, DEFAULTS, STEP, NOW).verdict()).isEqualTo(Verdict.UNKNOWN_FACTOR);
        assertThat(ledger().countFailure(foreign, DEFAULTS, NOW).verdict()).isEqualTo(Verdict.UNKNOWN_FACTOR);
        assertThat(claim(factor, STEP, DEFAULTS, NOW).verdict()).isEqualTo(Verdict.APPROVED);
    }

    /** A cache may show it for a while; nothing may be approved or counted by it, and no state comes to be. */
    @Test
    public void aFactorWhoseCredentialIsGoneIsUnknown() {
        TotpBinding removed = aFactor().binding();

        assertThat(claim(removed, STEP, DEFAULTS, NOW).verdict()).isEqualTo(Verdict.UNKNOWN_FACTOR);
        assertThat(fail(removed, DEFAULTS, NOW).verdict()).isEqualTo(Verdict.UNKNOWN_FACTOR);
        assertThat(ledger().open(ChallengeBuilder.aChallengeOf(removed).openedAt(NOW), DEFAULTS, NOW))
                .isFalse();
        assertThat(state(removed)).isNull();
    }

    /** The ledger looks for the credential among those of the owner. */
    @Test
    public void aFactorWithoutStoredStateIsNobodyElses() {
        TotpBinding imported = anImportedFactor();
        TotpBinding foreign = new TotpBinding(
                aFactor().binding().owner(), imported.factor(), imported.parameters(), 1, imported.seed());

        assertThat(claim(foreign, STEP, DEFAULTS, NOW).verdict()).isEqualTo(Verdict.UNKNOWN_FACTOR);
        assertThat(claim(imported, STEP, DEFAULTS, NOW).verdict()).isEqualTo(Verdict.APPROVED);
    }

    @Test
    public void aFactorWithoutStoredStateGetsItWithItsFirstAnswer() {
        TotpBinding imported = anImportedFactor();

        assertThat(claim(imported, STEP, DEFAULTS, NOW).verdict()).isEqualTo(Verdict.APPROVED);
        assertThat(claim(imported, STEP, DEFAULTS, NOW).verdict()).isEqualTo(Verdict.ALREADY_USED);
    }
}
