package io.verifytotp.keycloak.domain.challenge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.verifytotp.keycloak.domain.OperationConfirmer;
import io.verifytotp.keycloak.domain.VerifyStore;
import io.verifytotp.keycloak.domain.contract.Race;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.fake.AuthenticatorApp;
import io.verifytotp.keycloak.domain.fake.BrokenStore;
import io.verifytotp.keycloak.domain.fake.InMemoryVerify;
import io.verifytotp.keycloak.domain.fake.TestClock;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Outcomes of pages on which users confirm challenges that were opened before. */
class ConfirmOperationTest {
    private static final ChallengeRequest REQUEST = new ChallengeRequest(
            new ChallengeContents(
                    Optional.of("client-1"), Optional.of("[\"Pay?\"]"), Optional.empty(), Optional.empty()),
            Optional.empty());

    private final TestClock clock = TestClock.at("2026-11-22T10:00:00Z");
    private final InMemoryVerify verify = InMemoryVerify.with(clock);
    private final AuthenticatorApp app = verify.enrollApp("alice");
    private final OperationConfirmer operations = verify.engine().operations();
    private final Challenge opened = open();
    private final String code = app.codeAt(clock.instant());

    @Test
    void aRightCodeApprovesTheOpenedChallenge() {
        ChallengeOutcome outcome = confirm(0, code);

        assertThat(outcome.verdict()).isEqualTo(Verdict.APPROVED);
        Challenge approved = verify.stored(opened);
        assertThat(approved.status()).isEqualTo(ChallengeStatus.APPROVED);
        assertThat(approved.client()).contains("website");
        assertThat(approved.contents()).isEqualTo(REQUEST.contents());
        assertThat(verify.answerNewChallenge("alice", code)).isEqualTo(Verdict.ALREADY_USED);
    }

    /** Other pages open a new challenge then, which would spend the code on something that nobody has seen. */
    @Test
    void noOtherChallengeTakesThePlaceOfAClosedOne() {
        clock.advance(Duration.ofMinutes(6));
        String fresh = app.codeAt(clock.instant());

        assertThat(confirm(0, fresh).verdict()).isEqualTo(Verdict.CHALLENGE_CLOSED);
        assertThat(verify.answerNewChallenge("alice", fresh)).isEqualTo(Verdict.APPROVED);
    }

    @Test
    void theSecondPostOfAPageGetsTheOutcomeOfTheFirst() {
        String wrong = app.wrongCodeAt(clock.instant());
        assertThat(confirm(0, wrong).verdict()).isEqualTo(Verdict.WRONG_CODE);
        ChallengeOutcome second = confirm(0, code);
        assertThat(second.isRepeatedRefusal()).isTrue();
        assertThat(second.challenge().wrongAnswers()).isEqualTo(1);

        assertThat(confirm(1, code).verdict()).isEqualTo(Verdict.APPROVED);
        verify.events().forget();
        ChallengeOutcome again = operations.confirm(verify.service(), opened, prompt(1), code);
        assertThat(again.verdict()).isEqualTo(Verdict.APPROVED);
        assertThat(again.repeated()).isTrue();
        assertThat(verify.events().happened()).isEmpty();
    }

    @Test
    void ofManyAnswersAtOnceOneIsTheApproval() {
        List<Verdict> verdicts = Race.of(8, i -> operations
                .confirm(verify.service(), opened, prompt(0), code)
                .verdict());

        assertThat(verdicts).containsOnly(Verdict.APPROVED);
        assertThat(verify.events().happened().stream().filter("challenge approved"::equals))
                .hasSize(1);
    }

    @Test
    void decliningEndsIt() {
        verify.events().forget();

        assertThat(operations.decline(opened)).isTrue();
        assertThat(operations.decline(opened)).isFalse();

        assertThat(verify.stored(opened).status()).isEqualTo(ChallengeStatus.DENIED);
        assertThat(confirm(0, code).verdict()).isEqualTo(Verdict.CHALLENGE_CLOSED);
        assertThat(verify.answerNewChallenge("alice", code)).isEqualTo(Verdict.APPROVED);
        assertThat(verify.events().happened())
                .containsExactly("challenge declined", "challenge challenge_closed", "challenge approved");
    }

    @Test
    void anApprovedOneCanNotBeDeclined() {
        confirm(0, code);

        assertThat(operations.decline(opened)).isFalse();
        assertThat(verify.stored(opened).status()).isEqualTo(ChallengeStatus.APPROVED);
    }

    @Test
    void theCurrentCodeIsUsedUntilTheNextStep() {
        Factor factor = verify.engine().factors(verify.service(), "alice").get(0);
        assertThat(operations.isCurrentCodeUsed(factor)).isFalse();

        confirm(0, code);

        assertThat(operations.isCurrentCodeUsed(factor)).isTrue();
        clock.advance(Duration.ofSeconds(30));
        assertThat(operations.isCurrentCodeUsed(factor)).isFalse();
    }

    @Test
    void anOutageRefuses() {
        BrokenStore broken = new BrokenStore();
        InMemoryVerify down = verify.behind(
                store -> new VerifyStore(store.factors(), store.enrollments(), broken, store.states(), broken));

        assertThat(down.engine()
                        .operations()
                        .confirm(verify.service(), opened, prompt(0), code)
                        .verdict())
                .isEqualTo(Verdict.STORE_UNAVAILABLE);
        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> down.engine().operations().decline(opened));
        assertThat(verify.stored(opened).status()).isEqualTo(ChallengeStatus.PENDING);
        assertThat(confirm(0, code).verdict()).isEqualTo(Verdict.APPROVED);
    }

    private Challenge open() {
        return verify.engine()
                .open(verify.service(), "alice", verify.factorOf("alice"), REQUEST)
                .orElseThrow();
    }

    private ChallengeOutcome confirm(int wrongAnswers, String typed) {
        return operations.confirm(verify.service(), verify.stored(opened), prompt(wrongAnswers), typed);
    }

    private CodePrompt prompt(int wrongAnswers) {
        return new CodePrompt(opened.factor(), opened.id(), wrongAnswers, Optional.empty(), Optional.of("website"));
    }
}
