package io.verifytotp.keycloak.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.verifytotp.keycloak.domain.challenge.AttemptResult;
import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.ChallengeOutcome;
import io.verifytotp.keycloak.domain.challenge.CodePrompt;
import io.verifytotp.keycloak.domain.challenge.FactorLedger;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.enrollment.Enrollment;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentOutcome;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentVerdict;
import io.verifytotp.keycloak.domain.fake.AuthenticatorApp;
import io.verifytotp.keycloak.domain.fake.BrokenEnrollments;
import io.verifytotp.keycloak.domain.fake.BrokenStore;
import io.verifytotp.keycloak.domain.fake.InMemoryVerify;
import io.verifytotp.keycloak.domain.fake.OneAnswerLedger;
import io.verifytotp.keycloak.domain.fake.TestClock;
import io.verifytotp.keycloak.domain.id.SeedUnavailableException;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nobody gets in through a store that fails, or a seed that does not open. */
class OutageTest {
    private final TestClock clock = TestClock.at("2026-11-22T10:00:00Z");
    private final InMemoryVerify verify = InMemoryVerify.with(clock);
    private final AuthenticatorApp app = verify.enrollApp("alice");
    private final Challenge challenge = verify.openChallenge("alice");
    private final Enrollment enrollment = verify.begin("alice");
    private final String code = app.codeAt(clock.instant());
    private final String wrong = app.wrongCodeAt(clock.instant());
    private final String enrollmentCode = verify.scan(enrollment).codeAt(clock.instant());

    @Nested
    class OfARaceLost {
        @ParameterizedTest
        @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "APPROVED")
        void aRightCodeDoesNotApprove(Verdict verdict) {
            InMemoryVerify losing = verify.behind(withLedger(OneAnswerLedger.losing(verdict)));

            assertThat(losing.answer(challenge, code).verdict()).isEqualTo(verdict);
            assertThat(losing.events().happened()).containsExactly("challenge " + verdict.reason());
        }

        @ParameterizedTest
        @EnumSource(
                mode = EnumSource.Mode.EXCLUDE,
                names = {"APPROVED", "CHALLENGE_CLOSED"})
        void aRightCodeDoesNotEnroll(Verdict verdict) {
            assertRefusedAs(verdict, verdict);
        }

        /** The page has been answered: its outcome is that of the wrong code that was counted. */
        @Test
        void aRightCodeOfAnAnsweredPageDoesNotEnroll() {
            assertRefusedAs(Verdict.CHALLENGE_CLOSED, Verdict.WRONG_CODE);
        }

        private void assertRefusedAs(Verdict ofTheLedger, Verdict ofThePage) {
            InMemoryVerify losing = verify.behind(withLedger(OneAnswerLedger.losing(ofTheLedger)));

            EnrollmentOutcome outcome = losing.confirm("alice", enrollment, enrollmentCode, "");

            assertThat(outcome.verdict()).isEqualTo(EnrollmentVerdict.CODE_REFUSED);
            assertThat(outcome.result().verdict()).isEqualTo(ofThePage);
            assertThat(losing.factorOf("alice")).isEqualTo(challenge.factor());
        }
    }

    @Nested
    class OfTheLedger {
        private final InMemoryVerify broken = verify.behind(withLedger(new BrokenStore()));

        @Test
        void refusesRightAndWrongCodesAlike() {
            for (String typed : new String[] {code, wrong}) {
                broken.events().forget();

                ChallengeOutcome outcome = broken.answer(challenge, typed);

                assertThat(outcome.result()).isEqualTo(AttemptResult.of(Verdict.STORE_UNAVAILABLE));
                assertThat(outcome.recorded()).isFalse();
                assertThat(broken.events().happened())
                        .containsExactly("store unavailable", "challenge store_unavailable");
            }
        }

        @Test
        void refusesAnEnrollment() {
            EnrollmentOutcome outcome = broken.confirm("alice", enrollment, enrollmentCode, "");

            assertThat(outcome.verdict()).isEqualTo(EnrollmentVerdict.CODE_REFUSED);
            assertThat(outcome.result().verdict()).isEqualTo(Verdict.STORE_UNAVAILABLE);
            assertThat(broken.events().happened()).containsExactly("store unavailable", "enrollment store_unavailable");
        }
    }

    @Nested
    class OfEverythingThatIsRead {
        private final InMemoryVerify broken = verify.behind(store -> {
            BrokenStore down = new BrokenStore();
            return new VerifyStore(down, store.enrollments(), down, store.states(), down);
        });

        @Test
        void refusesTheRightCode() {
            assertThat(broken.answer(challenge, code).verdict()).isEqualTo(Verdict.STORE_UNAVAILABLE);
            assertThat(broken.events().happened()).containsExactly("store unavailable", "challenge store_unavailable");
        }

        @Test
        void takesNoAnswerToAPageForARepeatedOne() {
            CodePrompt prompt = verify.prompt("alice");
            assertThat(verify.answer("alice", prompt, code).verdict()).isEqualTo(Verdict.APPROVED);
            InMemoryVerify halfBroken = verify.behind(store -> new VerifyStore(
                    store.factors(), store.enrollments(), new BrokenStore(), store.states(), store.ledger()));

            assertThat(halfBroken.answer("alice", prompt, code).verdict()).isEqualTo(Verdict.STORE_UNAVAILABLE);
        }
    }

    @Nested
    class OfTheStepIntoTheCredentials {
        private final InMemoryVerify broken = verify.behind(store -> new VerifyStore(
                store.factors(),
                new BrokenEnrollments(store.enrollments()),
                store.challenges(),
                store.states(),
                store.ledger()));

        @Test
        void refusesAnEnrollmentAndKeepsTheOldFactor() {
            EnrollmentOutcome outcome = broken.confirm("alice", enrollment, enrollmentCode, "");

            assertThat(outcome.verdict()).isEqualTo(EnrollmentVerdict.CODE_REFUSED);
            assertThat(outcome.reason()).isEqualTo("store_unavailable");
            assertThat(verify.answer(challenge, code).verdict()).isEqualTo(Verdict.APPROVED);
        }

        /** The code is spent, but for nothing: the same form may be sent again. */
        @Test
        void takesTheSameCodeForTheSameEnrollmentOnceTheStoreIsBack() {
            broken.confirm("alice", enrollment, enrollmentCode, "");

            assertThat(verify.confirm("alice", enrollment, enrollmentCode, "").verdict())
                    .isEqualTo(EnrollmentVerdict.VERIFIED);
        }

        /** A program that asks again has to ask the user for another code. */
        @Test
        void takesItOnceOnlyFromPrograms() {
            broken.confirmManaged("alice", enrollment, enrollmentCode);

            assertThat(verify.confirmManaged("alice", enrollment, enrollmentCode)
                            .result()
                            .verdict())
                    .isEqualTo(Verdict.ALREADY_USED);
        }

        @Test
        void beginsNoEnrollment() {
            assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> broken.begin("alice"));
        }
    }

    @Nested
    class OfTheKeyRing {
        private final InMemoryVerify keyless = verify.with(new BrokenStore());

        @Test
        void refusesRightAndWrongCodesAlikeAndChargesNothing() {
            for (int i = 0; i < 10; i++) {
                assertThat(keyless.answer(challenge, code).result())
                        .isEqualTo(AttemptResult.of(Verdict.UNREADABLE_SEED));
                assertThat(keyless.answer(challenge, wrong).result())
                        .isEqualTo(AttemptResult.of(Verdict.UNREADABLE_SEED));
            }

            assertThat(keyless.events().happened()).startsWith("seed unavailable", "challenge unreadable_seed");
            assertThat(keyless.events().happened()).hasSize(40);
            assertThat(verify.answer(challenge, code).verdict()).isEqualTo(Verdict.APPROVED);
        }

        @Test
        void refusesAnEnrollment() {
            EnrollmentOutcome outcome = keyless.confirm("alice", enrollment, enrollmentCode, "");

            assertThat(outcome.verdict()).isEqualTo(EnrollmentVerdict.CODE_REFUSED);
            assertThat(outcome.result().verdict()).isEqualTo(Verdict.UNREADABLE_SEED);
            assertThat(keyless.events().happened()).containsExactly("seed unavailable", "enrollment unreadable_seed");
        }

        @Test
        void beginsNoEnrollment() {
            assertThatExceptionOfType(SeedUnavailableException.class).isThrownBy(() -> keyless.begin("bob"));
            assertThat(verify.engine().objection(verify.service(), verify.proving("bob")))
                    .isEmpty();
        }

        @Test
        void resumesNoEnrollmentAndReportsIt() {
            assertThatExceptionOfType(SeedUnavailableException.class).isThrownBy(() -> keyless.engine()
                    .resumeEnrollment(
                            keyless.service(), "alice", enrollment.factor().id()));

            assertThat(keyless.events().happened()).containsExactly("seed unavailable");
        }
    }

    private static UnaryOperator<VerifyStore> withLedger(FactorLedger ledger) {
        return store ->
                new VerifyStore(store.factors(), store.enrollments(), store.challenges(), store.states(), ledger);
    }
}
