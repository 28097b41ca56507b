package io.verifytotp.keycloak.domain.challenge;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.VerifyStore;
import io.verifytotp.keycloak.domain.fake.AuthenticatorApp;
import io.verifytotp.keycloak.domain.fake.BudgetsBuilder;
import io.verifytotp.keycloak.domain.fake.InMemoryVerify;
import io.verifytotp.keycloak.domain.fake.OneAnswerLedger;
import io.verifytotp.keycloak.domain.fake.ServiceBuilder;
import io.verifytotp.keycloak.domain.fake.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many attempts a challenge takes, and how many challenges a factor. */
class ChallengeBudgetTest {
    private static final Duration STEP = Duration.ofSeconds(30);

    private final TestClock clock = TestClock.at("2026-11-22T10:00:00Z");

    @Nested
    class OfOneChallenge {
        private final InMemoryVerify verify = InMemoryVerify.with(
                clock,
                ServiceBuilder.aService()
                        .with(BudgetsBuilder.defaults().attemptsPerChallenge(3).lockAfter(5)));
        private final AuthenticatorApp app = verify.enrollApp("alice");
        private final Challenge challenge = verify.openChallenge("alice");

        @Test
        void isClosedByItsLastWrongAnswer() {
            Challenge last = challengeAfterWrongAnswers(2);

            assertThat(answerWrong(last).verdict()).isEqualTo(Verdict.WRONG_CODE);
            assertThat(verify.answer(last, app.codeAt(clock.instant())).verdict())
                    .isEqualTo(Verdict.CHALLENGE_CLOSED);
            assertThat(verify.answerNewChallenge("alice", app.codeAt(clock.instant())))
                    .isEqualTo(Verdict.APPROVED);
        }

        @Test
        void chargesTheFactorNothingOnceClosed() {
            Challenge last = challengeAfterWrongAnswers(2);
            for (int i = 0; i < 20; i++) {
                answerWrong(last);
            }

            assertThat(verify.answerNewChallenge("alice", app.codeAt(clock.instant())))
                    .isEqualTo(Verdict.APPROVED);
        }

        @Test
        void isNotRenewedByANewChallenge() {
            challengeAfterWrongAnswers(3);

            assertThat(answerWrong(verify.openChallenge("alice")))
                    .extracting(this::isLocked)
                    .isEqualTo(false);
            assertThat(answerWrong(verify.openChallenge("alice")))
                    .extracting(this::isLocked)
                    .isEqualTo(true);
        }

        @Test
        void endsWithItsTime() {
            clock.advance(Duration.ofMinutes(5));
            String code = app.codeAt(clock.instant());

            assertThat(verify.answer(challenge, code).verdict()).isEqualTo(Verdict.CHALLENGE_CLOSED);
            assertThat(verify.answerNewChallenge("alice", code)).isEqualTo(Verdict.APPROVED);
        }

        @Test
        void isClosedEvenForAStoreThatTakesEverything() {
            InMemoryVerify trusting = verify.behind(store -> new VerifyStore(
                    store.factors(),
                    store.enrollments(),
                    store.challenges(),
                    store.states(),
                    OneAnswerLedger.trusting()));
            Challenge used = challengeAfterWrongAnswers(2);
            answerWrong(used);
            Challenge stored = verify.stored(used);
            String code = app.codeAt(clock.instant());

            assertThat(trusting.answer(used, code).verdict()).isEqualTo(Verdict.APPROVED);
            assertThat(trusting.answer(stored, code).verdict()).isEqualTo(Verdict.CHALLENGE_CLOSED);
            clock.set(challenge.expiresAt());
            assertThat(trusting.answer(challenge, app.codeAt(clock.instant())).verdict())
                    .isEqualTo(Verdict.CHALLENGE_CLOSED);
        }

        private Challenge challengeAfterWrongAnswers(int times) {
            Challenge current = challenge;
            for (int i = 0; i < times; i++) {
                answerWrong(current);
                current = verify.stored(challenge);
            }
            return current;
        }

        private ChallengeOutcome answerWrong(Challenge current) {
            return verify.answer(current, app.wrongCodeAt(clock.instant()));
        }

        private boolean isLocked(ChallengeOutcome outcome) {
            return outcome.result().lockedUntil().isPresent();
        }
    }

    /** With a success before each four wrong codes, so that no lock comes first. */
    @Nested
    class OfOneFactor {
        private final InMemoryVerify verify = InMemoryVerify.with(clock);
        private final AuthenticatorApp app = verify.enrollApp("alice");

        @Test
        void hasHalfOfItsFiftyChallengesAnHourAtOnce() {
            for (int i = 0; i < 25; i++) {
                assertThat(verify.storeChallenge("alice")).isTrue();
            }

            assertIsSpent(verify, app);
            clock.advance(Duration.ofHours(1));
            assertThat(verify.answerNewChallenge("alice", app.codeAt(clock.instant())))
                    .isEqualTo(Verdict.APPROVED);
        }

        @Test
        void hasFiftyChallengesAnHourAtMost() {
            Instant begin = clock.instant();

            assertThat(spendAllUntil(verify, begin.plus(Duration.ofHours(1)))).isEqualTo(50);
        }

        @Test
        void hasAHundredChallengesADayAtMost() {
            Instant begin = clock.instant();

            assertThat(spendAllUntil(verify, begin.plus(Duration.ofDays(1)))).isEqualTo(100);
        }

        @Test
        void getsBackWhatAChallengeTookThatIsApprovedAfterAll() {
            for (int i = 0; i < 300; i++) {
                Challenge mistyped = verify.answer(verify.openChallenge("alice"), app.wrongCodeAt(clock.instant()))
                        .challenge();
                assertThat(verify.answer(mistyped, app.codeAt(clock.instant())).verdict())
                        .isEqualTo(Verdict.APPROVED);
                clock.advance(STEP);
            }
        }

        @Test
        void isNotChargedForApprovedChallenges() {
            for (int i = 0; i < 300; i++) {
                assertThat(verify.answerNewChallenge("alice", app.codeAt(clock.instant())))
                        .isEqualTo(Verdict.APPROVED);
                clock.advance(STEP);
            }
        }

        @Test
        void isChargedNothingForReplaysAndTypingErrors() {
            String code = app.codeAt(clock.instant());
            verify.answerNewChallenge("alice", code);
            for (int i = 0; i < 200; i++) {
                verify.answerNewChallenge("alice", code);
                verify.answerNewChallenge("alice", "12345");
            }
            clock.advance(STEP);

            assertThat(verify.answerNewChallenge("alice", app.codeAt(clock.instant())))
                    .isEqualTo(Verdict.APPROVED);
        }
    }

    @Nested
    class OfAFactorWithShortCodes {
        @ParameterizedTest
        @ValueSource(ints = {3, 4})
        void hasTenUnapprovedChallengesADay(int digits) {
            InMemoryVerify verify =
                    InMemoryVerify.with(clock, ServiceBuilder.aService().withDigits(digits));
            AuthenticatorApp app = verify.enrollApp("alice");
            Instant begin = clock.instant();

            assertThat(spendAllUntil(verify, begin.plus(Duration.ofDays(1)))).isEqualTo(10);
            clock.advance(Duration.ofDays(1));
            assertThat(verify.answerNewChallenge("alice", app.codeAt(clock.instant())))
                    .isEqualTo(Verdict.APPROVED);
        }

        @Test
        void keepsThatBudgetWhenTheServiceChanges() {
            InMemoryVerify before =
                    InMemoryVerify.with(clock, ServiceBuilder.aService().withDigits(4));
            AuthenticatorApp app = before.enrollApp("alice");
            InMemoryVerify after = before.with(ServiceBuilder.aService().withDigits(8));
            spend(after, app, 5);

            assertIsSpent(after, app);
        }
    }

    private void assertIsSpent(InMemoryVerify verify, AuthenticatorApp app) {
        assertThat(verify.answerNewChallenge("alice", app.codeAt(clock.instant())))
                .isEqualTo(Verdict.TOO_MANY_CHALLENGES);
        assertThat(verify.answerNewChallenge("alice", app.wrongCodeAt(clock.instant())))
                .isEqualTo(Verdict.TOO_MANY_CHALLENGES);
    }

    /** That many unapproved challenges; in a new step, with at most four failures. */
    private void spend(InMemoryVerify verify, AuthenticatorApp app, int challenges) {
        for (int i = 0; i < challenges; i++) {
            if (i % 4 == 0) {
                assertThat(verify.answerNewChallenge("alice", app.codeAt(clock.instant())))
                        .isEqualTo(Verdict.APPROVED);
                clock.advance(STEP);
            }
            assertThat(verify.answerNewChallenge("alice", app.wrongCodeAt(clock.instant())))
                    .isEqualTo(Verdict.WRONG_CODE);
        }
    }

    /** Opens a challenge whenever that is possible, and returns how many it were. */
    private int spendAllUntil(InMemoryVerify verify, Instant end) {
        int opened = 0;
        while (clock.instant().isBefore(end)) {
            if (verify.storeChallenge("alice")) {
                opened++;
            } else {
                clock.advance(Duration.ofSeconds(1));
            }
        }
        return opened;
    }
}
