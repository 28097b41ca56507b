package io.verifytotp.keycloak.domain.challenge;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.contract.Race;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.FactorState;
import io.verifytotp.keycloak.domain.fake.AuthenticatorApp;
import io.verifytotp.keycloak.domain.fake.InMemoryVerify;
import io.verifytotp.keycloak.domain.fake.ServiceBuilder;
import io.verifytotp.keycloak.domain.fake.TestClock;
import io.verifytotp.keycloak.domain.id.ChallengeId;
import io.verifytotp.keycloak.domain.id.FactorId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Outcomes of the answers to one page that asks for a code. */
class AnswerPageTest {
    private static final Duration STEP = Duration.ofSeconds(30);

    private final TestClock clock = TestClock.at("2026-11-22T10:00:00Z");
    private final InMemoryVerify verify = InMemoryVerify.with(clock);
    private final AuthenticatorApp app = verify.enrollApp("alice");
    private final CodePrompt prompt = verify.prompt("alice");
    private CodePrompt page = prompt;
    private final String code = app.codeAt(clock.instant());

    @Nested
    class TheFirst {
        @Test
        void isAnAnswerToTheChallengeOfThePage() {
            Challenge challenge = answer(code).challenge();

            assertThat(challenge.id()).isEqualTo(prompt.challenge());
            assertThat(challenge.owner()).isEqualTo(verify.service().entity("alice"));
            assertThat(challenge.client()).contains("owlbank");
            assertThat(challenge.createdAt()).isEqualTo(clock.instant());
            assertThat(challenge.expiresAt()).isEqualTo(clock.instant().plusSeconds(300));
            assertThat(verify.stored(challenge).status()).isEqualTo(ChallengeStatus.APPROVED);
        }

        @Test
        void leavesNoTraceWhereNothingWasEvaluated() {
            assertThat(answer("12").recorded()).isFalse();

            assertThat(stored()).isEmpty();
        }
    }

    @Nested
    class AfterWrongOnes {
        @Test
        void areStillThatChallenge() {
            answerWrong(2);

            assertThat(stored().orElseThrow().wrongAnswers()).isEqualTo(2);
            assertThat(answer(code).challenge().id()).isEqualTo(prompt.challenge());
        }

        @Test
        void areANewChallengeOnceItsAttemptsAreUsed() {
            answerWrong(5);
            clock.advance(Duration.ofMinutes(1));

            ChallengeOutcome outcome = answer(app.codeAt(clock.instant()));

            assertThat(outcome.verdict()).isEqualTo(Verdict.APPROVED);
            assertThat(outcome.challenge().id()).isNotEqualTo(prompt.challenge());
            assertThat(stored().orElseThrow().wrongAnswers()).isEqualTo(5);
        }

        @Test
        void areANewChallengeOnceItHasExpired() {
            answerWrong(1);
            clock.advance(Duration.ofMinutes(5));

            assertThat(answer(app.codeAt(clock.instant())).challenge().id()).isNotEqualTo(prompt.challenge());
        }

        @Test
        void areANewChallengeForAnotherFactor() {
            answerWrong(1);
            AuthenticatorApp bobs = verify.enrollApp("bob");
            CodePrompt stolen =
                    new CodePrompt(verify.factorOf("bob"), prompt.challenge(), 0, Optional.empty(), Optional.empty());
            clock.advance(STEP);

            ChallengeOutcome outcome = verify.answer("bob", stolen, bobs.codeAt(clock.instant()));

            assertThat(outcome.verdict()).isEqualTo(Verdict.APPROVED);
            assertThat(outcome.challenge().id()).isNotEqualTo(prompt.challenge());
            assertThat(stored().orElseThrow().wrongAnswers()).isEqualTo(1);
        }

        private void answerWrong(int times) {
            for (int i = 0; i < times; i++) {
                ChallengeOutcome outcome = answer(app.wrongCodeAt(clock.instant()));
                assertThat(outcome.verdict()).isEqualTo(Verdict.WRONG_CODE);
                assertThat(outcome.repeated()).isFalse();
                page = verify.next(outcome);
            }
        }
    }

    @Nested
    class OnceMoreAfterAWrongCode {
        private final String wrong = app.wrongCodeAt(clock.instant());
        private final ChallengeOutcome first = answer(wrong);

        @Test
        void haveTheOutcomeOfTheFirstAndCountNothing() {
            FactorState before = state();
            verify.events().forget();

            ChallengeOutcome second = answer(wrong);

            assertThat(first.isRepeatedRefusal()).isFalse();
            assertThat(second.verdict()).isEqualTo(Verdict.WRONG_CODE);
            assertThat(second.isRepeatedRefusal()).isTrue();
            assertThat(second.challenge().id()).isEqualTo(prompt.challenge());
            assertThat(state()).isEqualTo(before);
            assertThat(stored().orElseThrow().wrongAnswers()).isEqualTo(1);
            assertThat(verify.events().happened()).isEmpty();
        }

        @Test
        void areRefusedWithTheRightCodeWhichIsNotSpent() {
            ChallengeOutcome second = answer(code);

            assertThat(second.verdict()).isEqualTo(Verdict.WRONG_CODE);
            assertThat(verify.answer("alice", verify.next(second), code).verdict())
                    .isEqualTo(Verdict.APPROVED);
        }

        @Test
        void areCountedAtTheNextPage() {
            ChallengeOutcome next = verify.answer("alice", verify.next(first), wrong);

            assertThat(next.isRepeatedRefusal()).isFalse();
            assertThat(stored().orElseThrow().wrongAnswers()).isEqualTo(2);
        }

        @Test
        void areCountedAtAPageOfAnotherFactor() {
            AuthenticatorApp bobs = verify.enrollApp("bob");
            CodePrompt stolen =
                    new CodePrompt(verify.factorOf("bob"), prompt.challenge(), 0, Optional.empty(), Optional.empty());

            ChallengeOutcome outcome = verify.answer("bob", stolen, bobs.wrongCodeAt(clock.instant()));

            assertThat(outcome.isRepeatedRefusal()).isFalse();
            assertThat(outcome.challenge().id()).isNotEqualTo(prompt.challenge());
        }
    }

    @Nested
    class OnceMoreWithTheSameRightCode {
        private final ChallengeOutcome first = answer(code);

        @Test
        void haveTheOutcomeOfTheFirst() {
            verify.events().forget();

            ChallengeOutcome second = answer(code.substring(0, 3) + " " + code.substring(3));

            assertThat(first.repeated()).isFalse();
            assertThat(second.verdict()).isEqualTo(Verdict.APPROVED);
            assertThat(second.repeated()).isTrue();
            assertThat(second.challenge().id()).isEqualTo(first.challenge().id());
            assertThat(verify.events().happened()).isEmpty();
        }

        @Test
        void spendAndCountNothingAgain() {
            FactorState before = state();
            clock.advance(Duration.ofSeconds(1));

            answer(code);

            assertThat(state()).isEqualTo(before);
            assertThat(stored().orElseThrow().respondedAt())
                    .contains(first.challenge().createdAt());
            assertThat(verify.answerNewChallenge(
                            "alice", app.codeAt(clock.instant().plus(STEP))))
                    .isEqualTo(Verdict.APPROVED);
        }

        @Test
        void areRefusedAtEveryOtherPage() {
            assertThat(verify.answer("alice", verify.prompt("alice"), code).verdict())
                    .isEqualTo(Verdict.ALREADY_USED);
            assertThat(verify.answerNewChallenge("alice", code)).isEqualTo(Verdict.ALREADY_USED);
        }

        @Test
        void areRefusedOverTheApi() {
            assertThat(verify.answer(verify.stored(first.challenge()), code).verdict())
                    .isEqualTo(Verdict.CHALLENGE_CLOSED);
        }

        @Test
        void areRefusedForAnotherFactorOfTheUser() {
            CodePrompt other =
                    new CodePrompt(FactorId.random(), prompt.challenge(), 0, Optional.empty(), prompt.client());

            assertThat(verify.answer("alice", other, code).verdict()).isEqualTo(Verdict.UNKNOWN_FACTOR);
        }

        @Test
        void areRefusedOnceTheCodeHasLeftTheWindow() {
            clock.advance(STEP.multipliedBy(2));

            assertThat(answer(code).verdict()).isEqualTo(Verdict.WRONG_CODE);
        }

        @Test
        void areRefusedOnceTheChallengeHasExpired() {
            InMemoryVerify patient =
                    verify.with(ServiceBuilder.aService().withSkew(2).withChallengeLifetime(STEP));
            AuthenticatorApp bobs = patient.enrollApp("bob");
            clock.advance(STEP);
            CodePrompt page = patient.prompt("bob");
            String bobsCode = bobs.codeAt(clock.instant());
            assertThat(patient.answer("bob", page, bobsCode).verdict()).isEqualTo(Verdict.APPROVED);
            assertThat(patient.answer("bob", page, bobsCode).verdict()).isEqualTo(Verdict.APPROVED);

            clock.advance(STEP);

            assertThat(patient.answer("bob", page, bobsCode).verdict()).isEqualTo(Verdict.ALREADY_USED);
        }

        @Test
        void areRefusedWhereTheFactorWasLockedMeanwhile() {
            for (int i = 0; i < 5; i++) {
                verify.answerNewChallenge("alice", app.wrongCodeAt(clock.instant()));
            }

            assertThat(answer(code).verdict()).isEqualTo(Verdict.LOCKED);
        }

        @Test
        void leaveANewerCodeAsItIs() {
            String next = app.codeAt(clock.instant().plus(STEP));

            ChallengeOutcome outcome = answer(next);

            assertThat(outcome.verdict()).isEqualTo(Verdict.APPROVED);
            assertThat(outcome.repeated()).isFalse();
            assertThat(outcome.challenge().id()).isNotEqualTo(prompt.challenge());
        }
    }

    @Nested
    class AtTheSameMoment {
        @Test
        void allHaveOneOutcomeAndOneCodeIsSpent() {
            List<ChallengeOutcome> outcomes = Race.of(20, i -> answer(code));

            assertThat(outcomes).extracting(ChallengeOutcome::verdict).containsOnly(Verdict.APPROVED);
            assertThat(outcomes).filteredOn(outcome -> !outcome.repeated()).hasSize(1);
            assertThat(verify.events().happened())
                    .filteredOn("challenge approved"::equals)
                    .hasSize(1);
        }

        @Test
        void oneWrongCodeIsCounted() {
            List<ChallengeOutcome> outcomes = Race.of(20, i -> answer(app.wrongCodeAt(clock.instant())));

            assertThat(outcomes).extracting(ChallengeOutcome::verdict).containsOnly(Verdict.WRONG_CODE);
            assertThat(outcomes).filteredOn(outcome -> !outcome.repeated()).hasSize(1);
            assertThat(state().failures()).isEqualTo(1);
        }

        @Test
        void severalCodesAreNoMoreThanOneGuess() {
            List<ChallengeOutcome> outcomes =
                    Race.of(20, i -> answer(i % 2 == 0 ? code : app.wrongCodeAt(clock.instant())));

            long approved = outcomes.stream()
                    .filter(outcome -> outcome.verdict() == Verdict.APPROVED && !outcome.repeated())
                    .count();
            assertThat(approved + stored().orElseThrow().wrongAnswers()).isEqualTo(1);
        }
    }

    @Nested
    class WithAFactor {
        private final Factor read = verify.ports()
                .factors()
                .find(verify.service().entity("alice"), prompt.factor())
                .orElseThrow();

        @Test
        void ofAnotherUserAreRefused() {
            assertRefused("bob", read, prompt);
        }

        @Test
        void thatThePageDoesNotAskForAreRefused() {
            assertRefused(
                    "alice",
                    read,
                    new CodePrompt(FactorId.random(), ChallengeId.random(), 0, Optional.empty(), prompt.client()));
        }

        @Test
        void ofTheUsersOtherAppAreRefused() {
            InMemoryVerify several = verify.with(ServiceBuilder.aService().withMaxFactors(2));
            AuthenticatorApp tablet = several.enrollApp("alice", "Tablet");
            clock.advance(STEP);
            Factor other = several.engine().factors(several.service(), "alice").stream()
                    .filter(factor -> factor.label().equals("Tablet"))
                    .findFirst()
                    .orElseThrow();

            FactorState before = state();

            ChallengeOutcome outcome = several.engine()
                    .answer(several.service(), "alice", Optional.of(other), prompt, tablet.codeAt(clock.instant()));

            assertThat(outcome.verdict()).isEqualTo(Verdict.UNKNOWN_FACTOR);
            assertThat(state()).isEqualTo(before);
        }

        @Test
        void thatWasRemovedAfterItWasReadAreRefused() {
            verify.administration().removeFactor(verify.service().entity("alice"), read.id());

            assertRefused("alice", read, prompt);
        }

        private void assertRefused(String user, Factor factor, CodePrompt asked) {
            for (String typed : List.of(code, app.wrongCodeAt(clock.instant()))) {
                assertThat(verify.engine()
                                .answer(verify.service(), user, Optional.of(factor), asked, typed)
                                .verdict())
                        .isEqualTo(Verdict.UNKNOWN_FACTOR);
            }
        }
    }

    private ChallengeOutcome answer(String typed) {
        return verify.answer("alice", page, typed);
    }

    private Optional<Challenge> stored() {
        return verify.ports().challenges().find(verify.service().entity("alice"), prompt.challenge());
    }

    private FactorState state() {
        return verify.ports()
                .store()
                .states()
                .of(verify.service().entity("alice"))
                .get(prompt.factor());
    }
}
