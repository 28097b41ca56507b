package io.verifytotp.keycloak.domain.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.challenge.AttemptResult;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.contract.Race;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.fake.AuthenticatorApp;
import io.verifytotp.keycloak.domain.fake.BudgetsBuilder;
import io.verifytotp.keycloak.domain.fake.InMemoryVerify;
import io.verifytotp.keycloak.domain.fake.ServiceBuilder;
import io.verifytotp.keycloak.domain.fake.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Enrolling on behalf of somebody who may manage the user's factors, as the API does. */
class ManagedEnrollmentTest {
    private final TestClock clock = TestClock.at("2026-11-22T10:00:00Z");

    @Nested
    class NextToAFactor {
        private final InMemoryVerify verify = InMemoryVerify.with(clock);

        @Test
        void replacesItWithoutProofWhereOneIsTheLimit() {
            AuthenticatorApp old = verify.enrollApp("alice");
            Enrollment made = verify.register("alice", "Phone");

            assertThat(verify.engine().objection(verify.service(), Enrollee.managed("alice")))
                    .isEmpty();
            assertThat(confirm(verify, made)).isEqualTo(EnrollmentVerdict.VERIFIED);

            assertThat(labels(verify)).containsExactly("Phone");
            assertThat(verify.answerNewChallenge("alice", old.codeAt(clock.instant())))
                    .isEqualTo(Verdict.WRONG_CODE);
        }

        @Test
        void leavesItUntilTheNewOneIsVerified() {
            AuthenticatorApp old = verify.enrollApp("alice");
            Enrollment made = verify.register("alice", "Phone");

            verify.confirmManaged("alice", made, verify.scan(made).wrongCodeAt(clock.instant()));

            assertThat(verify.answerNewChallenge("alice", old.codeAt(clock.instant())))
                    .isEqualTo(Verdict.APPROVED);
        }

        @Test
        void isAFurtherOneUpToTheLimit() {
            InMemoryVerify several = verify.with(ServiceBuilder.aService().withMaxFactors(2));
            several.enrollApp("alice", "Phone");
            Enrollment inTime = several.register("alice", "Tablet");
            Enrollment tooMany = several.register("alice", "Watch");

            assertThat(confirm(several, inTime)).isEqualTo(EnrollmentVerdict.VERIFIED);
            assertThat(confirm(several, tooMany)).isEqualTo(EnrollmentVerdict.FACTOR_LIMIT);
            assertThat(several.engine().objection(several.service(), Enrollee.managed("alice")))
                    .contains(EnrollmentVerdict.FACTOR_LIMIT);
        }

        @Test
        void givesNobodyElseThatRight() {
            verify.enrollApp("alice");
            Enrollment made = verify.register("alice", "Phone");
            String code = verify.scan(made).codeAt(clock.instant());

            assertThat(verify.confirm(Enrollee.inSession("alice", Optional.empty()), made, code)
                            .verdict())
                    .isEqualTo(EnrollmentVerdict.PROOF_NEEDED);
            assertThat(verify.confirm(Enrollee.managed("bob"), made, code).verdict())
                    .isEqualTo(EnrollmentVerdict.GONE);
        }
    }

    @Nested
    class AfterWrongCodes {
        private final InMemoryVerify verify = InMemoryVerify.with(clock);
        private final Enrollment made = verify.register("alice", "Phone");

        @Test
        void isClosedByTheFifthEvenForTheRightCode() {
            for (int i = 0; i < 5; i++) {
                assertThat(wrong(verify).result().verdict()).isEqualTo(Verdict.WRONG_CODE);
            }

            assertIsClosed(verify);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 5, 20})
        void isClosedWheneverTheFactorWouldBeLocked(int lockAfter) {
            InMemoryVerify other = verify.with(
                    ServiceBuilder.aService().with(BudgetsBuilder.defaults().lockAfter(lockAfter)));
            for (int i = 0; i < 5; i++) {
                assertThat(wrong(other).result().verdict()).isEqualTo(Verdict.WRONG_CODE);
                clock.advance(Duration.ofMinutes(10));
            }

            assertIsClosed(other);
        }

        @Test
        void isLockedBetweenWhereTheServiceLocksEarlier() {
            InMemoryVerify strict = verify.with(
                    ServiceBuilder.aService().with(BudgetsBuilder.defaults().lockAfter(3)));
            for (int i = 0; i < 3; i++) {
                wrong(strict);
            }

            EnrollmentOutcome outcome = strict.confirmManaged("alice", made, rightCode());

            assertThat(outcome.result())
                    .isEqualTo(new AttemptResult(
                            Verdict.LOCKED, Optional.of(clock.instant().plusSeconds(30))));
            clock.advance(Duration.ofSeconds(30));
            assertThat(confirm(strict, made)).isEqualTo(EnrollmentVerdict.VERIFIED);
        }

        @Test
        void isVerifiedByARightFifth() {
            for (int i = 0; i < 4; i++) {
                wrong(verify);
            }

            assertThat(confirm(verify, made)).isEqualTo(EnrollmentVerdict.VERIFIED);
        }

        @Test
        void hasNoMoreAttemptsWhenTheyComeAtOnce() {
            InMemoryVerify lenient = verify.with(
                    ServiceBuilder.aService().with(BudgetsBuilder.defaults().lockAfter(20)));
            String typed = verify.scan(made).wrongCodeAt(clock.instant());

            List<Verdict> verdicts = Race.of(
                    50,
                    i -> lenient.confirmManaged("alice", made, typed).result().verdict());

            assertThat(verdicts).filteredOn(Verdict.WRONG_CODE::equals).hasSize(5);
            assertThat(verdicts).isSubsetOf(Verdict.WRONG_CODE, Verdict.LOCKED, Verdict.CHALLENGE_CLOSED);
        }

        @Test
        void countsNothingThatIsNoCode() {
            for (int i = 0; i < 20; i++) {
                assertThat(verify.confirmManaged("alice", made, "12345").result())
                        .isEqualTo(AttemptResult.of(Verdict.MALFORMED));
            }

            assertThat(confirm(verify, made)).isEqualTo(EnrollmentVerdict.VERIFIED);
        }

        @Test
        void isBegunAnewWithAllAttempts() {
            for (int i = 0; i < 5; i++) {
                wrong(verify);
            }

            assertThat(confirm(verify, verify.register("alice", "Phone"))).isEqualTo(EnrollmentVerdict.VERIFIED);
        }

        private void assertIsClosed(InMemoryVerify world) {
            for (Duration wait : List.of(Duration.ZERO, Duration.ofSeconds(30), Duration.ofMinutes(9))) {
                clock.advance(wait);
                EnrollmentOutcome outcome = world.confirmManaged("alice", made, rightCode());

                assertThat(outcome.verdict()).isEqualTo(EnrollmentVerdict.CODE_REFUSED);
                assertThat(outcome.result()).isEqualTo(AttemptResult.of(Verdict.CHALLENGE_CLOSED));
            }
            assertThat(world.engine().isEnrolled(world.service(), "alice")).isFalse();
        }

        private EnrollmentOutcome wrong(InMemoryVerify world) {
            return world.confirmManaged("alice", made, world.scan(made).wrongCodeAt(clock.instant()));
        }

        private String rightCode() {
            return verify.scan(made).codeAt(clock.instant());
        }
    }

    @Nested
    class WithAName {
        private final InMemoryVerify verify =
                InMemoryVerify.with(clock, ServiceBuilder.aService().withMaxFactors(9));

        @Test
        void isNumberedWhereTheNameIsTaken() {
            for (String name : new String[] {"Phone", "Phone", "PHONE", "Tablet"}) {
                assertThat(confirm(verify, verify.register("alice", name))).isEqualTo(EnrollmentVerdict.VERIFIED);
            }

            assertThat(labels(verify)).containsExactly("Phone", "Phone (2)", "PHONE (3)", "Tablet");
        }

        @Test
        void needsNone() {
            confirm(verify, verify.register("alice", "Phone"));

            assertThat(confirm(verify, verify.register("alice", ""))).isEqualTo(EnrollmentVerdict.VERIFIED);
        }

        @Test
        void hasAtMost64Characters() {
            assertThat(confirm(verify, verify.register("alice", "x".repeat(64))))
                    .isEqualTo(EnrollmentVerdict.VERIFIED);
            assertThat(confirm(verify, verify.register("alice", "y".repeat(65))))
                    .isEqualTo(EnrollmentVerdict.LABEL_TOO_LONG);
        }

        @Test
        void keepsItsMetadata() {
            FactorNotes notes = new FactorNotes("Phone", Optional.of("{\"a\":\"b\"}"));
            Enrollment made = verify.register("alice", verify.plan(Optional.empty(), notes))
                    .enrollment()
                    .orElseThrow();

            confirm(verify, made);

            assertThat(verify.engine().factors(verify.service(), "alice"))
                    .extracting(Factor::notes)
                    .containsExactly(notes);
        }

        @Test
        void takesTheNameThatTheUserTypesAndKeepsItsMetadata() {
            FactorNotes notes = new FactorNotes("Phone", Optional.of("{\"a\":\"b\"}"));
            Enrollment made = verify.register("alice", verify.plan(Optional.empty(), notes))
                    .enrollment()
                    .orElseThrow();

            verify.confirm("alice", made, verify.scan(made).codeAt(clock.instant()), " My  phone ");

            assertThat(verify.engine().factors(verify.service(), "alice"))
                    .extracting(Factor::notes)
                    .containsExactly(notes.named("My phone"));
        }
    }

    private EnrollmentVerdict confirm(InMemoryVerify verify, Enrollment made) {
        String code = verify.scan(made).codeAt(clock.instant());
        return verify.confirmManaged("alice", made, code).verdict();
    }

    private static List<String> labels(InMemoryVerify verify) {
        return verify.engine().factors(verify.service(), "alice").stream()
                .map(Factor::label)
                .toList();
    }
}
