package io.verifytotp.keycloak.domain.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.VerifyStore;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.fake.AuthenticatorApp;
import io.verifytotp.keycloak.domain.fake.InMemoryFactors;
import io.verifytotp.keycloak.domain.fake.InMemoryVerify;
import io.verifytotp.keycloak.domain.fake.TestClock;
import io.verifytotp.keycloak.domain.id.FactorId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A user with a factor adds or replaces one only in a session that has proved it. */
class ProveBeforeEnrollingTest {
    private static final Enrollee UNPROVED = Enrollee.inSession("alice", Optional.empty());

    private final TestClock clock = TestClock.at("2026-11-22T10:00:00Z");
    private final InMemoryVerify verify = InMemoryVerify.with(clock);

    @Test
    void theFirstFactorNeedsNoProof() {
        assertThat(verify.engine().objection(verify.service(), UNPROVED)).isEmpty();
        assertThat(confirmWithRightCode(verify.begin("alice"), UNPROVED)).isEqualTo(EnrollmentVerdict.VERIFIED);
    }

    @Nested
    class WithAFactor {
        private final Enrollment begunBefore = verify.begin("alice");
        private final AuthenticatorApp app = verify.enrollApp("alice");
        private final FactorId factor = verify.factorOf("alice");

        @Test
        void aSessionWithoutProofIsRefusedAndTheFactorStays() {
            assertThat(verify.engine().objection(verify.service(), UNPROVED)).contains(EnrollmentVerdict.PROOF_NEEDED);
            assertThat(confirmWithRightCode(verify.begin("alice"), UNPROVED)).isEqualTo(EnrollmentVerdict.PROOF_NEEDED);
            assertThat(verify.answerNewChallenge("alice", app.codeAt(clock.instant())))
                    .isEqualTo(Verdict.APPROVED);
        }

        @Test
        void anEnrollmentBegunBeforeTheFactorWasThereIsRefusedAsWell() {
            assertThat(confirmWithRightCode(begunBefore, UNPROVED)).isEqualTo(EnrollmentVerdict.PROOF_NEEDED);
            assertThat(verify.factorOf("alice")).isEqualTo(factor);
        }

        @Test
        void anotherUsersFactorProvesNothing() {
            verify.enrollApp("mallory");
            Enrollee mallorys = Enrollee.inSession(
                    "alice",
                    Optional.of(Proof.ofFactor("alice", Proof.Kind.CODE, verify.factorOf("mallory"), clock.instant())));

            assertThat(confirmWithRightCode(verify.begin("alice"), mallorys)).isEqualTo(EnrollmentVerdict.PROOF_NEEDED);
        }

        @Test
        void aFactorThatIsGoneProvesNothing() {
            Enrollee gone = Enrollee.inSession(
                    "alice", Optional.of(Proof.ofFactor("alice", Proof.Kind.CODE, FactorId.random(), clock.instant())));

            assertThat(verify.engine().objection(verify.service(), gone)).contains(EnrollmentVerdict.PROOF_NEEDED);
        }

        @Test
        void aRecoveryCodeOrAPasskeyReplacesIt() {
            for (Proof.Kind kind : List.of(Proof.Kind.RECOVERY_CODE, Proof.Kind.PASSKEY)) {
                Enrollee helped =
                        Enrollee.inSession("alice", Optional.of(Proof.ofKeycloak("alice", kind, clock.instant())));
                Enrollment replacement = verify.begin("alice");

                assertThat(confirmWithRightCode(replacement, helped)).isEqualTo(EnrollmentVerdict.VERIFIED);

                assertThat(verify.factorOf("alice"))
                        .isEqualTo(replacement.factor().id());
                clock.advance(verify.service().policy().parameters().period());
            }
        }

        @Test
        void aFactorThatHasBeenReplacedProvesNothingAnyMore() {
            Enrollee provedOld = verify.proving("alice");
            verify.enrollApp("alice");

            assertThat(confirmWithRightCode(verify.begin("alice"), provedOld))
                    .isEqualTo(EnrollmentVerdict.PROOF_NEEDED);
        }

        @Test
        void theStoreAsksAgainForTheFactorThatAppearedMeanwhile() {
            InMemoryVerify blind = verify.behind(store -> new VerifyStore(
                    new InMemoryFactors(), store.enrollments(), store.challenges(), store.states(), store.ledger()));

            assertThat(blind.confirm(
                                    UNPROVED,
                                    begunBefore,
                                    verify.scan(begunBefore).codeAt(clock.instant()))
                            .verdict())
                    .isEqualTo(EnrollmentVerdict.PROOF_NEEDED);
            assertThat(verify.factorOf("alice")).isEqualTo(factor);
        }
    }

    private EnrollmentVerdict confirmWithRightCode(Enrollment enrollment, Enrollee enrollee) {
        String code = verify.scan(enrollment).codeAt(clock.instant());
        return verify.confirm(enrollee, enrollment, code).verdict();
    }
}
