package io.verifytotp.keycloak.domain.challenge;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.fake.AuthenticatorApp;
import io.verifytotp.keycloak.domain.fake.FixedSeedRandom;
import io.verifytotp.keycloak.domain.fake.InMemoryVerify;
import io.verifytotp.keycloak.domain.fake.ServiceBuilder;
import io.verifytotp.keycloak.domain.fake.TestClock;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.domain.service.Service;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerChallengeTest {
    private static final Duration STEP = Duration.ofSeconds(30);

    private final TestClock clock = TestClock.at("2026-11-22T10:00:00Z");
    private final InMemoryVerify verify = InMemoryVerify.with(clock);

    @Nested
    class ForAnOpenChallenge {
        private final AuthenticatorApp app = verify.enrollApp("alice");
        private final Challenge challenge = verify.openChallenge("alice");
        private final String code = app.codeAt(clock.instant());
        private final String wrong = app.wrongCodeAt(clock.instant());

        @Test
        void theRightCodeApproves() {
            verify.events().forget();

            ChallengeOutcome outcome = verify.answer(challenge, code);

            assertThat(outcome.result()).isEqualTo(AttemptResult.of(Verdict.APPROVED));
            assertThat(outcome.recorded()).isTrue();
            assertThat(verify.events().happened()).containsExactly("challenge approved");
        }

        @Test
        void aWrongCodeLeavesItPending() {
            ChallengeOutcome outcome = verify.answer(challenge, wrong);

            assertThat(outcome.result()).isEqualTo(AttemptResult.of(Verdict.WRONG_CODE));
            assertThat(outcome.recorded()).isTrue();
            assertThat(verify.answer(verify.stored(challenge), code).verdict()).isEqualTo(Verdict.APPROVED);
        }

        @ParameterizedTest
        @NullSource
        @ValueSource(strings = {"", " ", "12345", "1234567", "abcdef", "+12345", "12345\u0000"})
        void whatIsNoCodeIsNotCounted(String typed) {
            for (int i = 0; i < 20; i++) {
                ChallengeOutcome outcome = verify.answer(challenge, typed);
                assertThat(outcome.verdict()).isEqualTo(Verdict.MALFORMED);
                assertThat(outcome.recorded()).isFalse();
            }

            assertThat(verify.events().happened()).endsWith("challenge malformed");
            assertThat(verify.answer(challenge, code).verdict()).isEqualTo(Verdict.APPROVED);
        }

        @Test
        void theSameCodeApprovesOnlyOnce() {
            verify.answer(challenge, code);

            ChallengeOutcome replay = verify.answer(verify.openChallenge("alice"), code);

            assertThat(replay.result()).isEqualTo(AttemptResult.of(Verdict.ALREADY_USED));
            assertThat(replay.recorded()).isFalse();
        }

        @Test
        void theSameCodeInAnotherNotationIsTheSameCode() {
            verify.answer(challenge, code);

            assertThat(verify.answerNewChallenge("alice", code.substring(0, 3) + " " + code.substring(3)))
                    .isEqualTo(Verdict.ALREADY_USED);
            assertThat(verify.answerNewChallenge("alice", fullWidth(code))).isEqualTo(Verdict.ALREADY_USED);
            assertThat(verify.answerNewChallenge("alice", "\u200B" + code + "-"))
                    .isEqualTo(Verdict.ALREADY_USED);
        }

        @Test
        void anotherNotationIsTakenOnce() {
            assertThat(verify.answer(challenge, fullWidth(code)).verdict()).isEqualTo(Verdict.APPROVED);
            assertThat(verify.answerNewChallenge("alice", code)).isEqualTo(Verdict.ALREADY_USED);
        }

        private static String fullWidth(String digits) {
            StringBuilder text = new StringBuilder();
            digits.chars().forEach(c -> text.appendCodePoint(c - '0' + 0xFF10));
            return text.toString();
        }
    }

    @Nested
    class OverTime {
        private final AuthenticatorApp app = verify.enrollApp("alice");
        private final Instant now = clock.instant();

        @Test
        void codesOfTheStepsAroundAreTaken() {
            clock.advance(STEP);

            assertThat(verify.answerNewChallenge("alice", app.codeAt(now))).isEqualTo(Verdict.APPROVED);
            assertThat(verify.answerNewChallenge("alice", app.codeAt(now.plus(STEP))))
                    .isEqualTo(Verdict.APPROVED);
            assertThat(verify.answerNewChallenge(
                            "alice", app.codeAt(now.plus(STEP).plus(STEP))))
                    .isEqualTo(Verdict.APPROVED);
        }

        @ParameterizedTest(name = "skew {0}")
        @ValueSource(ints = {0, 1, 2})
        void exactlyTheStepsOfTheFactorsSkewAreTaken(int skew) {
            InMemoryVerify skewed = verify.with(ServiceBuilder.aService().withSkew(skew));
            AuthenticatorApp bobsApp = skewed.enrollApp("bob");
            clock.advance(STEP.multipliedBy(4));

            for (int away = -3; away <= 3; away++) {
                Instant shown = clock.instant().plus(STEP.multipliedBy(away));
                assertThat(skewed.answerNewChallenge("bob", bobsApp.codeAt(shown)))
                        .as("%s steps away", away)
                        .isEqualTo(Math.abs(away) <= skew ? Verdict.APPROVED : Verdict.WRONG_CODE);
            }
        }

        @Test
        void theCodeBeforeAUsedOneIsUsedAsWell() {
            clock.advance(STEP);
            verify.answerNewChallenge("alice", app.codeAt(now.plus(STEP)));

            assertThat(verify.answerNewChallenge("alice", app.codeAt(now))).isEqualTo(Verdict.ALREADY_USED);
        }

        @Test
        void aCodeUsedEarlyIsDeadInItsOwnStep() {
            String next = app.codeAt(now.plus(STEP));
            assertThat(verify.answerNewChallenge("alice", next)).isEqualTo(Verdict.APPROVED);

            clock.advance(STEP);
            assertThat(verify.answerNewChallenge("alice", next)).isEqualTo(Verdict.ALREADY_USED);
            clock.advance(STEP);
            assertThat(verify.answerNewChallenge("alice", next)).isEqualTo(Verdict.ALREADY_USED);
        }
    }

    /** Steps whose codes are the same, see {@code TotpWindowTest}. */
    @Nested
    class WithOneCodeForTwoSteps {
        @ParameterizedTest(name = "{0} from second {1} on")
        @CsvSource({"251166, 1732990050", "882938, 1710533490"})
        void itApprovesOnceInAllOfTheirTime(String code, long second) {
            InMemoryVerify known = verify.with(new FixedSeedRandom());
            clock.set(Instant.ofEpochSecond(second - 90));
            AuthenticatorApp app = known.enrollApp("alice");
            clock.set(Instant.ofEpochSecond(second));

            assertThat(known.answerNewChallenge("alice", code)).isEqualTo(Verdict.APPROVED);
            for (int i = 0; i < 2; i++) {
                clock.advance(STEP);
                assertThat(known.answerNewChallenge("alice", code)).isEqualTo(Verdict.ALREADY_USED);
            }
            assertThat(known.answerNewChallenge("alice", app.codeAt(clock.instant())))
                    .isEqualTo(Verdict.APPROVED);
        }
    }

    @Nested
    class OfAnotherOwner {
        private final AuthenticatorApp alicesApp = verify.enrollApp("alice");
        private final AuthenticatorApp bobsApp = verify.enrollApp("bob");

        @Test
        void theFactorIsUnknown() {
            Challenge stolen = verify.openChallenge("bob", verify.factorOf("alice"));

            assertThat(verify.answer(stolen, alicesApp.codeAt(clock.instant())).verdict())
                    .isEqualTo(Verdict.UNKNOWN_FACTOR);
            assertThat(verify.answerNewChallenge("alice", alicesApp.codeAt(clock.instant())))
                    .isEqualTo(Verdict.APPROVED);
        }

        @Test
        void theCodeIsWrong() {
            assertThat(verify.answerNewChallenge("bob", alicesApp.codeAt(clock.instant())))
                    .isEqualTo(Verdict.WRONG_CODE);
            assertThat(verify.answerNewChallenge("bob", bobsApp.codeAt(clock.instant())))
                    .isEqualTo(Verdict.APPROVED);
        }

        @Test
        void theRealmCountsToo() {
            Service service = verify.service();
            String elsewhere = "realm-2";
            Service other = new Service(ServiceId.defaultOf(elsewhere), elsewhere, service.policy());

            assertThat(verify.engine().factors(other, "alice")).isEmpty();
            assertThat(verify.engine().isEnrolled(other, "alice")).isFalse();
        }
    }
}
