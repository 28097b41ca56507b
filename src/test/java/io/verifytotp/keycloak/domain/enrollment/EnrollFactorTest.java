package io.verifytotp.keycloak.domain.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.VerifyStore;
import io.verifytotp.keycloak.domain.challenge.AttemptResult;
import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.contract.Race;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.Factors;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.fake.AuthenticatorApp;
import io.verifytotp.keycloak.domain.fake.InMemoryVerify;
import io.verifytotp.keycloak.domain.fake.ServiceBuilder;
import io.verifytotp.keycloak.domain.fake.TestClock;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.totp.HashAlgorithm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnrollFactorTest {
    private final TestClock clock = TestClock.at("2026-11-22T10:00:00Z");
    private final InMemoryVerify verify = InMemoryVerify.with(clock);

    @Nested
    class Begun {
        private final Enrollment enrollment = verify.begin("alice");

        @Test
        void isKeptForTheLifetimeOfTheService() {
            PendingFactor factor = enrollment.factor();

            assertThat(factor.binding().owner()).isEqualTo(verify.service().entity("alice"));
            assertThat(factor.createdAt()).isEqualTo(clock.instant());
            assertThat(factor.expiresAt()).isEqualTo(clock.instant().plus(Duration.ofHours(1)));
            assertThat(verify.engine().isEnrolled(verify.service(), "alice")).isFalse();
        }

        @Test
        void resumesWithTheSameSeed() {
            assertThat(resume("alice", enrollment))
                    .extracting(Enrollment::factor, resumed -> resumed.seed().exposeBase32())
                    .containsExactly(enrollment.factor(), enrollment.seed().exposeBase32());
        }

        @Test
        void resumesForItsOwnerOnly() {
            assertThat(verify.engine()
                            .resumeEnrollment(
                                    verify.service(), "bob", enrollment.factor().id()))
                    .isEmpty();
        }

        @Test
        void isGoneWhenItsTimeIsOver() {
            String code = codeAfter(Duration.ofHours(1));

            assertThat(verify.engine()
                            .resumeEnrollment(
                                    verify.service(),
                                    "alice",
                                    enrollment.factor().id()))
                    .isEmpty();
            assertThat(confirm(enrollment, code)).isEqualTo(EnrollmentVerdict.GONE);
            assertThat(verify.events().happened()).containsExactly("enrollment gone");
        }

        @Test
        void isConfirmedInItsLastMoment() {
            String code = codeAfter(Duration.ofHours(1).minusMillis(1));

            assertThat(confirm(enrollment, code)).isEqualTo(EnrollmentVerdict.VERIFIED);
        }

        @Test
        void outlivesWrongCodes() {
            String wrong = verify.scan(enrollment).wrongCodeAt(clock.instant());

            EnrollmentOutcome outcome = verify.confirm("alice", enrollment, wrong, "");

            assertThat(outcome.verdict()).isEqualTo(EnrollmentVerdict.CODE_REFUSED);
            assertThat(outcome.result().verdict()).isEqualTo(Verdict.WRONG_CODE);
            assertThat(verify.events().happened()).containsExactly("enrollment wrong_code");
            assertThat(resume("alice", enrollment).seed().exposeBase32())
                    .isEqualTo(enrollment.seed().exposeBase32());
            assertThat(confirm(enrollment, codeAfter(Duration.ZERO))).isEqualTo(EnrollmentVerdict.VERIFIED);
        }

        @Test
        void isLockedAfterFiveWrongCodes() {
            String wrong = verify.scan(enrollment).wrongCodeAt(clock.instant());
            for (int i = 0; i < 5; i++) {
                verify.confirm("alice", enrollment, wrong, "");
            }

            EnrollmentOutcome outcome = verify.confirm("alice", enrollment, codeAfter(Duration.ZERO), "");

            assertThat(outcome.result().verdict()).isEqualTo(Verdict.LOCKED);
            assertThat(outcome.result().lockedUntil()).contains(clock.instant().plusSeconds(30));
            assertThat(confirm(enrollment, codeAfter(Duration.ofSeconds(30)))).isEqualTo(EnrollmentVerdict.VERIFIED);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "12345", "1234567", "abcdef"})
        void doesNotCountWhatIsNoCode(String typed) {
            for (int i = 0; i < 10; i++) {
                assertThat(verify.confirm("alice", enrollment, typed, "").result())
                        .isEqualTo(AttemptResult.of(Verdict.MALFORMED));
            }

            assertThat(confirm(enrollment, codeAfter(Duration.ZERO))).isEqualTo(EnrollmentVerdict.VERIFIED);
        }

        @Test
        void verifiesNoChallenge() {
            Challenge challenge =
                    verify.openChallenge("alice", enrollment.factor().id());

            assertThat(verify.answer(challenge, codeAfter(Duration.ZERO)).verdict())
                    .isEqualTo(Verdict.UNKNOWN_FACTOR);
        }

        @Test
        void isNotConfirmedByAnotherUser() {
            EnrollmentOutcome outcome = verify.confirm("bob", enrollment, codeAfter(Duration.ZERO), "");

            assertThat(outcome.verdict()).isEqualTo(EnrollmentVerdict.GONE);
            assertThat(confirm(enrollment, codeAfter(Duration.ZERO))).isEqualTo(EnrollmentVerdict.VERIFIED);
        }

        private String codeAfter(Duration duration) {
            clock.advance(duration);
            return verify.scan(enrollment).codeAt(clock.instant());
        }
    }

    @Nested
    class Confirmed {
        private final Enrollment enrollment = verify.begin("alice");
        private final String code = verify.scan(enrollment).codeAt(clock.instant());
        private final EnrollmentVerdict verdict = confirm(enrollment, code);

        @Test
        void isAFactorOfItsOwner() {
            assertThat(verdict).isEqualTo(EnrollmentVerdict.VERIFIED);
            assertThat(verify.events().happened()).containsExactly("enrollment verified");
            assertThat(verify.engine().factors(verify.service(), "alice"))
                    .containsExactly(new Factor(enrollment.factor().binding(), FactorNotes.NONE, clock.instant()));
            assertThat(verify.engine().isEnrolled(verify.service(), "alice")).isTrue();
            assertThat(verify.engine().isEnrolled(verify.service(), "bob")).isFalse();
        }

        @Test
        void hasSpentItsCode() {
            assertThat(verify.answerNewChallenge("alice", code)).isEqualTo(Verdict.ALREADY_USED);
        }

        @Test
        void takesTheNextCode() {
            Instant next = clock.instant().plusSeconds(30);

            assertThat(verify.answerNewChallenge(
                            "alice", verify.scan(enrollment).codeAt(next)))
                    .isEqualTo(Verdict.APPROVED);
        }

        @Test
        void hasTheSameOutcomeWhereTheFormIsSentTwice() {
            verify.events().forget();

            EnrollmentOutcome again = verify.confirm("alice", enrollment, code, "");

            assertThat(again.verdict()).isEqualTo(EnrollmentVerdict.VERIFIED);
            assertThat(again.repeated()).isTrue();
            assertThat(verify.events().happened()).isEmpty();
            assertThat(verify.engine().factors(verify.service(), "alice")).hasSize(1);
            assertThat(verify.answerNewChallenge("alice", code)).isEqualTo(Verdict.ALREADY_USED);
        }

        @Test
        void isGoneForWhoSendsAnotherCode() {
            assertThat(confirm(enrollment, verify.scan(enrollment).wrongCodeAt(clock.instant())))
                    .isEqualTo(EnrollmentVerdict.GONE);
            assertThat(confirm(enrollment, "")).isEqualTo(EnrollmentVerdict.GONE);
        }

        @Test
        void isGoneForOthersAndForPrograms() {
            assertThat(verify.confirm("bob", enrollment, code, "").verdict()).isEqualTo(EnrollmentVerdict.GONE);
            assertThat(verify.confirmManaged("alice", enrollment, code).verdict())
                    .isEqualTo(EnrollmentVerdict.GONE);
        }

        @Test
        void isGoneForThatCodeOnceALaterOneWasUsed() {
            verify.answerNewChallenge(
                    "alice", verify.scan(enrollment).codeAt(clock.instant().plusSeconds(30)));

            assertThat(confirm(enrollment, code)).isEqualTo(EnrollmentVerdict.GONE);
        }

        @Test
        void isConfirmedOnce() {
            clock.advance(Duration.ofSeconds(30));
            String next = verify.scan(enrollment).codeAt(clock.instant());

            assertThat(confirm(enrollment, next)).isEqualTo(EnrollmentVerdict.GONE);
            assertThat(verify.engine()
                            .resumeEnrollment(
                                    verify.service(),
                                    "alice",
                                    enrollment.factor().id()))
                    .isEmpty();
            assertThat(verify.answerNewChallenge("alice", next)).isEqualTo(Verdict.APPROVED);
        }
    }

    @Nested
    class AtAPageThatWasGivenAWrongCode {
        private final Enrollment enrollment = verify.begin("alice");
        private final EnrollmentPrompt page = verify.page(enrollment);
        private final String code = verify.scan(enrollment).codeAt(clock.instant());
        private final String wrong = verify.scan(enrollment).wrongCodeAt(clock.instant());
        private final EnrollmentOutcome first = answer(page, wrong);

        @Test
        void isRefusedAgainAndNothingIsCounted() {
            verify.events().forget();

            EnrollmentOutcome second = answer(page, wrong);

            assertThat(first.isRepeatedRefusal()).isFalse();
            assertThat(second.isRepeatedRefusal()).isTrue();
            assertThat(second.verdict()).isEqualTo(EnrollmentVerdict.CODE_REFUSED);
            assertThat(second.result()).isEqualTo(first.result());
            assertThat(resume("alice", enrollment).failures()).isEqualTo(1);
            assertThat(verify.events().happened()).isEmpty();
        }

        @Test
        void isRefusedWithTheRightCodeWhichIsNotSpent() {
            EnrollmentOutcome second = answer(page, code);

            assertThat(second.isRepeatedRefusal()).isTrue();
            assertThat(second.result().verdict()).isEqualTo(Verdict.WRONG_CODE);
            assertThat(answer(verify.page(enrollment), code).verdict()).isEqualTo(EnrollmentVerdict.VERIFIED);
        }

        @Test
        void isToldTheLockThatThisBrought() {
            EnrollmentPrompt fifth = page;
            for (int i = 2; i <= 5; i++) {
                fifth = verify.page(enrollment);
                answer(fifth, wrong);
            }

            EnrollmentOutcome again = answer(fifth, wrong);

            assertThat(again.isRepeatedRefusal()).isTrue();
            assertThat(again.result().lockedUntil()).contains(clock.instant().plusSeconds(30));
        }

        @Test
        void isCountedAtTheNextPage() {
            assertThat(answer(verify.page(enrollment), wrong).isRepeatedRefusal())
                    .isFalse();
            assertThat(resume("alice", enrollment).failures()).isEqualTo(2);
        }

        @Test
        void isVerifiedByAProgramAllTheSame() {
            assertThat(verify.confirmManaged("alice", enrollment, wrong).isRepeatedRefusal())
                    .isFalse();
            assertThat(resume("alice", enrollment).failures()).isEqualTo(2);
            assertThat(verify.confirmManaged("alice", enrollment, code).verdict())
                    .isEqualTo(EnrollmentVerdict.VERIFIED);
        }

        @Test
        void hasOneOutcomeForTwoPostsOfTheNextWithTheRightCode() {
            EnrollmentPrompt next = verify.page(enrollment);

            List<EnrollmentOutcome> outcomes = Race.of(20, i -> answer(next, code));

            assertThat(outcomes).extracting(EnrollmentOutcome::verdict).containsOnly(EnrollmentVerdict.VERIFIED);
            assertThat(outcomes).filteredOn(outcome -> !outcome.repeated()).hasSize(1);
        }

        private EnrollmentOutcome answer(EnrollmentPrompt at, String typed) {
            return verify.confirm(verify.proving("alice"), at, typed, "");
        }
    }

    @Nested
    class ConfirmedManyTimesAtOnce {
        @Test
        void hasOneOutcome() {
            Enrollment enrollment = verify.begin("alice");
            String code = verify.scan(enrollment).codeAt(clock.instant());

            List<EnrollmentOutcome> outcomes = Race.of(20, i -> verify.confirm("alice", enrollment, code, ""));

            assertThat(outcomes).extracting(EnrollmentOutcome::verdict).containsOnly(EnrollmentVerdict.VERIFIED);
            assertThat(outcomes).filteredOn(outcome -> !outcome.repeated()).hasSize(1);
            assertThat(verify.engine().factors(verify.service(), "alice")).hasSize(1);
        }
    }

    /** The second post has found the pending factor when the first verifies it. */
    @Nested
    class ConfirmedBetweenTwoReadsOfAnotherPost {
        private final Enrollment enrollment = verify.begin("alice");

        @Test
        void isVerifiedForBoth() {
            EnrollmentOutcome second = postBehind(verify, "");

            assertThat(second.verdict()).isEqualTo(EnrollmentVerdict.VERIFIED);
            assertThat(second.repeated()).isTrue();
        }

        @Test
        void isVerifiedForBothUnderOneLabel() {
            InMemoryVerify two = verify.with(ServiceBuilder.aService().withMaxFactors(3));
            two.enrollApp("alice", "Phone");

            assertThat(postBehind(two, "Tablet").verdict()).isEqualTo(EnrollmentVerdict.VERIFIED);
        }

        @Test
        void isVerifiedForBothThoughNoFurtherOneIsAllowed() {
            InMemoryVerify two = verify.with(ServiceBuilder.aService().withMaxFactors(2));
            two.enrollApp("alice", "Phone");

            assertThat(postBehind(two, "Tablet").verdict()).isEqualTo(EnrollmentVerdict.VERIFIED);
        }

        @Test
        void staysRefusedForAnotherCode() {
            String wrong = verify.scan(enrollment).wrongCodeAt(clock.instant());

            assertThat(postBehind(verify, "", wrong).verdict()).isEqualTo(EnrollmentVerdict.PROOF_NEEDED);
        }

        private EnrollmentOutcome postBehind(InMemoryVerify world, String label) {
            return postBehind(world, label, verify.scan(enrollment).codeAt(clock.instant()));
        }

        private EnrollmentOutcome postBehind(InMemoryVerify world, String label, String typed) {
            Enrollee enrollee = world.proving("alice");
            EnrollmentPrompt page = world.page(enrollment);
            String right = verify.scan(enrollment).codeAt(clock.instant());
            EntityKey owner = enrollment.factor().binding().owner();
            Runnable first = () -> world.confirm(enrollee, page, right, label);
            return world.behind(store -> new VerifyStore(
                            new LateFactors(store.factors(), store.factors().of(owner), first),
                            store.enrollments(),
                            store.challenges(),
                            store.states(),
                            store.ledger()))
                    .confirm(enrollee, page, typed, label);
        }
    }

    @Nested
    class UnderOtherOptions {
        @ParameterizedTest
        @EnumSource
        void everyAlgorithmHasSeedsOfItsOwnLength(HashAlgorithm algorithm) {
            InMemoryVerify other = verify.with(
                    ServiceBuilder.aService().withAlgorithm(algorithm).withDigits(8));
            AuthenticatorApp app = other.enrollApp("alice");

            assertThat(other.begin("bob").seed().expose()).hasSize(algorithm.macLength());
            assertThat(other.answerNewChallenge("alice", app.codeAt(clock.instant())))
                    .isEqualTo(Verdict.APPROVED);
        }

        @Test
        void aFactorKeepsThoseItWasMadeWith() {
            AuthenticatorApp app = verify.enrollApp("alice");
            InMemoryVerify later = verify.with(ServiceBuilder.aService()
                    .withAlgorithm(HashAlgorithm.SHA512)
                    .withDigits(8)
                    .withSkew(0));

            String codeOfTheStepBefore = app.codeAt(clock.instant());
            clock.advance(Duration.ofSeconds(30));

            assertThat(later.answerNewChallenge("alice", codeOfTheStepBefore)).isEqualTo(Verdict.APPROVED);
        }
    }

    private EnrollmentVerdict confirm(Enrollment enrollment, String code) {
        return verify.confirm("alice", enrollment, code, "").verdict();
    }

    private Enrollment resume(String user, Enrollment enrollment) {
        return verify.engine()
                .resumeEnrollment(verify.service(), user, enrollment.factor().id())
                .orElseThrow();
    }

    /** Hostile: lets another request go first, and goes on seeing the factors as they were, as under repeatable read. */
    private record LateFactors(Factors real, List<Factor> before, Runnable rival) implements Factors {
        @Override
        public List<Factor> of(EntityKey owner) {
            return before;
        }

        @Override
        public Optional<Factor> findCommitted(EntityKey owner, FactorId id) {
            return real.find(owner, id);
        }

        @Override
        public boolean anyOf(EntityKey owner) {
            rival.run();
            return real.anyOf(owner);
        }
    }
}
