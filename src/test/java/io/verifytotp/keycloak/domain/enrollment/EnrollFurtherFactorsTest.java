package io.verifytotp.keycloak.domain.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.fake.AuthenticatorApp;
import io.verifytotp.keycloak.domain.fake.InMemoryVerify;
import io.verifytotp.keycloak.domain.fake.ServiceBuilder;
import io.verifytotp.keycloak.domain.fake.TestClock;
import io.verifytotp.keycloak.domain.id.FactorId;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Enrolling users who have a factor already. */
class EnrollFurtherFactorsTest {
    private final TestClock clock = TestClock.at("2026-11-22T10:00:00Z");

    @Nested
    class WhereOneFactorIsTheLimit {
        private final InMemoryVerify verify = InMemoryVerify.with(clock);
        private final AuthenticatorApp oldApp = verify.enrollApp("alice");
        private final FactorId oldFactor = verify.factorOf("alice");

        @Test
        void theOldOneWorksUntilTheNewOneIsVerified() {
            verify.begin("alice");

            assertThat(verify.engine().objection(verify.service(), verify.proving("alice")))
                    .isEmpty();
            assertThat(verify.answerNewChallenge("alice", oldApp.codeAt(clock.instant())))
                    .isEqualTo(Verdict.APPROVED);
        }

        @Test
        void theNewOneReplacesTheOldOne() {
            Challenge opened = verify.openChallenge("alice", oldFactor);

            AuthenticatorApp newApp = verify.enrollApp("alice");

            assertThat(verify.engine().factors(verify.service(), "alice"))
                    .singleElement()
                    .extracting(Factor::id)
                    .isNotEqualTo(oldFactor);
            assertThat(verify.answer(opened, oldApp.codeAt(clock.instant())).verdict())
                    .isEqualTo(Verdict.UNKNOWN_FACTOR);
            assertThat(verify.answerNewChallenge("alice", newApp.codeAt(clock.instant())))
                    .isEqualTo(Verdict.APPROVED);
        }

        @Test
        void noLabelIsNeeded() {
            assertThat(verify.engine().needsLabel(verify.service(), "alice")).isFalse();
        }

        @Test
        void labelsMayRepeat() {
            verify.enrollApp("alice", "Phone");
            verify.enrollApp("alice", "Phone");

            assertThat(verify.engine().factors(verify.service(), "alice")).hasSize(1);
        }

        @Test
        void othersKeepTheirs() {
            AuthenticatorApp bobsApp = verify.enrollApp("bob");
            verify.enrollApp("alice");

            assertThat(verify.answerNewChallenge("bob", bobsApp.codeAt(clock.instant())))
                    .isEqualTo(Verdict.APPROVED);
        }
    }

    @Nested
    class WhereThreeFactorsAreTheLimit {
        private final InMemoryVerify verify =
                InMemoryVerify.with(clock, ServiceBuilder.aService().withMaxFactors(3));

        @Test
        void aLabelIsNeededFromTheSecondOn() {
            assertThat(verify.engine().needsLabel(verify.service(), "bob")).isFalse();
            verify.enrollApp("bob");

            assertThat(verify.engine().needsLabel(verify.service(), "bob")).isTrue();
        }

        @Test
        void theFirstNeedsNoLabel() {
            verify.enrollApp("alice", "");

            assertThat(verify.engine().factors(verify.service(), "alice")).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "   ", "\t\r\n", "\u0000"})
        void theSecondNeedsOne(String label) {
            verify.enrollApp("alice", "Phone");

            assertThat(confirmedWith(label)).isEqualTo(EnrollmentVerdict.LABEL_MISSING);
        }

        @ParameterizedTest
        @ValueSource(strings = {"My phone", "  My   phone ", "My\tphone\n"})
        void noTwoHaveTheSameLabel(String label) {
            verify.enrollApp("alice", "My phone");

            assertThat(confirmedWith(label)).isEqualTo(EnrollmentVerdict.LABEL_TAKEN);
        }

        @Test
        void labelsHaveAtMost64Characters() {
            assertThat(confirmedWith("x".repeat(65))).isEqualTo(EnrollmentVerdict.LABEL_TOO_LONG);
            assertThat(confirmedWith("x".repeat(64))).isEqualTo(EnrollmentVerdict.VERIFIED);
        }

        @Test
        void anObjectionToTheLabelSpendsNoCode() {
            verify.enrollApp("alice", "Phone");
            Enrollment enrollment = verify.begin("alice");
            String code = verify.scan(enrollment).codeAt(clock.instant());
            verify.events().forget();

            for (String label : new String[] {"", "Phone", "x".repeat(65)}) {
                verify.confirm("alice", enrollment, code, label);
            }

            assertThat(verify.confirm("alice", enrollment, code, "Tablet").verdict())
                    .isEqualTo(EnrollmentVerdict.VERIFIED);
            assertThat(verify.events().happened())
                    .containsExactly(
                            "enrollment label_missing",
                            "enrollment label_taken",
                            "enrollment label_too_long",
                            "enrollment verified");
        }

        @Test
        void aFourthIsRefused() {
            Enrollment begunInTime = verify.begin("alice");
            verify.enrollApp("alice", "Phone");
            verify.enrollApp("alice", "Tablet");
            assertThat(verify.engine().objection(verify.service(), verify.proving("alice")))
                    .isEmpty();
            verify.enrollApp("alice", "Laptop");

            String code = verify.scan(begunInTime).codeAt(clock.instant());

            EnrollmentOutcome outcome = verify.confirm("alice", begunInTime, code, "Watch");

            assertThat(outcome.verdict()).isEqualTo(EnrollmentVerdict.FACTOR_LIMIT);
            assertThat(verify.engine().objection(verify.service(), verify.proving("alice")))
                    .contains(EnrollmentVerdict.FACTOR_LIMIT);
            assertThat(verify.engine().factors(verify.service(), "alice"))
                    .extracting(Factor::label)
                    .containsExactly("Phone", "Tablet", "Laptop");
        }

        @Test
        void aFourthSpendsNoCode() {
            Enrollment begunInTime = verify.begin("alice");
            for (String label : new String[] {"Phone", "Tablet", "Laptop"}) {
                verify.enrollApp("alice", label);
            }
            String code = verify.scan(begunInTime).codeAt(clock.instant());
            verify.confirm("alice", begunInTime, code, "Watch");
            InMemoryVerify wider = verify.with(ServiceBuilder.aService().withMaxFactors(4));

            assertThat(wider.confirm("alice", begunInTime, code, "Watch").verdict())
                    .isEqualTo(EnrollmentVerdict.VERIFIED);
        }

        @Test
        void eachTakesItsOwnCodesOnly() {
            AuthenticatorApp phone = verify.enrollApp("alice", "Phone");
            AuthenticatorApp tablet = verify.enrollApp("alice", "Tablet");
            FactorId tabletFactor =
                    verify.engine().factors(verify.service(), "alice").get(1).id();

            String codeOfPhone = phone.codeAt(clock.instant());
            String codeOfTablet = tablet.codeAt(clock.instant());

            assertThat(verify.answer(verify.openChallenge("alice", tabletFactor), codeOfPhone)
                            .verdict())
                    .isEqualTo(Verdict.WRONG_CODE);
            assertThat(verify.answer(verify.openChallenge("alice", tabletFactor), codeOfTablet)
                            .verdict())
                    .isEqualTo(Verdict.APPROVED);
            assertThat(verify.answerNewChallenge("alice", codeOfPhone)).isEqualTo(Verdict.APPROVED);
        }

        private EnrollmentVerdict confirmedWith(String label) {
            Enrollment enrollment = verify.begin("alice");
            String code = verify.scan(enrollment).codeAt(clock.instant());
            EnrollmentVerdict verdict =
                    verify.confirm("alice", enrollment, code, label).verdict();
            clock.advance(Duration.ofSeconds(30));
            return verdict;
        }
    }
}
