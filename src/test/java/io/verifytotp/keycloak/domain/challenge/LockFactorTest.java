package io.verifytotp.keycloak.domain.challenge;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.fake.AuthenticatorApp;
import io.verifytotp.keycloak.domain.fake.InMemoryVerify;
import io.verifytotp.keycloak.domain.fake.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Effects of consecutive wrong codes on a factor. */
class LockFactorTest {
    private final TestClock clock = TestClock.at("2026-11-22T10:00:00Z");
    private final InMemoryVerify verify = InMemoryVerify.with(clock);
    private final AuthenticatorApp app = verify.enrollApp("alice");

    @Nested
    class AfterFiveWrongCodes {
        private final Instant end = clock.instant().plusSeconds(30);
        private final ChallengeOutcome fifth = fifthWrongCode();

        @Test
        void theFactorIsLockedForThirtySeconds() {
            assertThat(fifth.verdict()).isEqualTo(Verdict.WRONG_CODE);
            assertThat(fifth.result().lockedUntil()).contains(end);
        }

        @Test
        void theRightCodeIsRefusedInAnyNewChallenge() {
            ChallengeOutcome outcome = verify.answer(verify.openChallenge("alice"), app.codeAt(clock.instant()));

            assertThat(outcome.verdict()).isEqualTo(Verdict.LOCKED);
            assertThat(outcome.result().lockedUntil()).contains(end);
            assertThat(outcome.recorded()).isFalse();
        }

        @Test
        void theRightCodeIsNotSpentByARefusal() {
            clock.advance(Duration.ofSeconds(29));
            String code = app.codeAt(clock.instant());
            assertThat(verify.answerNewChallenge("alice", code)).isEqualTo(Verdict.LOCKED);

            clock.advance(Duration.ofSeconds(1));

            assertThat(verify.answerNewChallenge("alice", code)).isEqualTo(Verdict.APPROVED);
        }

        @Test
        void whatIsNoCodeIsStillCalledSo() {
            assertThat(verify.answerNewChallenge("alice", "12345")).isEqualTo(Verdict.MALFORMED);
        }

        @Test
        void theNextWrongCodeLocksForAMinute() {
            clock.set(end);

            assertThat(answerWrong().result().lockedUntil()).contains(end.plusSeconds(60));
        }

        @Test
        void aSuccessRestartsTheCount() {
            clock.set(end);
            assertThat(verify.answerNewChallenge("alice", app.codeAt(end))).isEqualTo(Verdict.APPROVED);

            for (int i = 0; i < 4; i++) {
                assertThat(answerWrong().result().lockedUntil()).isEmpty();
            }
            assertThat(answerWrong().result().lockedUntil()).contains(end.plusSeconds(30));
        }

        @Test
        void otherFactorsAreOpen() {
            AuthenticatorApp bobsApp = verify.enrollApp("bob");

            assertThat(verify.answerNewChallenge("bob", bobsApp.codeAt(clock.instant())))
                    .isEqualTo(Verdict.APPROVED);
        }

        private ChallengeOutcome fifthWrongCode() {
            for (int i = 0; i < 4; i++) {
                answerWrong();
            }
            return answerWrong();
        }
    }

    @Nested
    class AfterAHundredWrongCodes {
        @Test
        void theFactorIsDisabledWhateverTheTimeBetween() {
            answerWrongOverDays(100);

            assertThat(verify.answerNewChallenge("alice", app.codeAt(clock.instant())))
                    .isEqualTo(Verdict.DISABLED);
            assertThat(answerWrong().verdict()).isEqualTo(Verdict.DISABLED);
            clock.advance(Duration.ofDays(365));
            assertThat(verify.answerNewChallenge("alice", app.codeAt(clock.instant())))
                    .isEqualTo(Verdict.DISABLED);
        }

        @Test
        void aNewEnrollmentIsANewStart() {
            answerWrongOverDays(100);

            AuthenticatorApp newApp = verify.enrollApp("alice");

            assertThat(verify.answerNewChallenge("alice", newApp.codeAt(clock.instant())))
                    .isEqualTo(Verdict.APPROVED);
        }

        @Test
        void aSuccessOnTheWayRestartsTheCount() {
            answerWrongOverDays(99);
            assertThat(verify.answerNewChallenge("alice", app.codeAt(clock.instant())))
                    .isEqualTo(Verdict.APPROVED);

            answerWrongOverDays(99);

            assertThat(verify.answerNewChallenge("alice", app.codeAt(clock.instant())))
                    .isEqualTo(Verdict.APPROVED);
        }

        private void answerWrongOverDays(int times) {
            for (int i = 0; i < times; i++) {
                assertThat(answerWrong().verdict()).isEqualTo(Verdict.WRONG_CODE);
                clock.advance(Duration.ofHours(7));
            }
        }
    }

    /** A wrong code in a new challenge. */
    private ChallengeOutcome answerWrong() {
        return verify.answer(verify.openChallenge("alice"), app.wrongCodeAt(clock.instant()));
    }
}
