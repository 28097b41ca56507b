package io.verifytotp.keycloak.domain.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.VerifyStore;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.FactorPlan;
import io.verifytotp.keycloak.domain.factor.RegisteredFactor;
import io.verifytotp.keycloak.domain.fake.AuthenticatorApp;
import io.verifytotp.keycloak.domain.fake.FakeSeedSealer;
import io.verifytotp.keycloak.domain.fake.InMemoryVerify;
import io.verifytotp.keycloak.domain.fake.LateEnrollments;
import io.verifytotp.keycloak.domain.fake.ServiceBuilder;
import io.verifytotp.keycloak.domain.fake.TestClock;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.totp.HashAlgorithm;
import io.verifytotp.keycloak.totp.Seed;
import io.verifytotp.keycloak.totp.TotpParameters;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** New pending factors as a caller of the API asks for them. */
class RegisterFactorTest {
    private static final Seed KNOWN =
            Seed.ofBase32("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").orElseThrow();
    private static final Seed OTHER =
            Seed.ofBase32("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP").orElseThrow();
    private static final FactorNotes NOTES = new FactorNotes("Alice's phone", Optional.of("{\"a\":\"b\"}"));

    private final TestClock clock = TestClock.at("2026-11-22T10:00:00Z");
    private final InMemoryVerify verify =
            InMemoryVerify.with(clock, ServiceBuilder.aService().withMaxFactors(3));
    private final EntityKey alice = verify.service().entity("alice");

    @Nested
    class Planned {
        @Test
        void haveTheParametersOfThePlan() {
            TotpParameters parameters = new TotpParameters(HashAlgorithm.SHA512, 3, Duration.ofSeconds(20));
            FactorPlan plan = new FactorPlan(parameters, 0, Optional.empty(), Optional.empty());

            Enrollment made = verify.register("alice", plan).enrollment().orElseThrow();

            assertThat(made.factor().binding().parameters()).isEqualTo(parameters);
            assertThat(made.factor().binding().skew()).isZero();
            assertThat(made.factor().binding().owner()).isEqualTo(alice);
            assertThat(made.factor().notes()).isEmpty();
            assertThat(made.seed().expose()).hasSize(64);
            assertThat(verify.ports().enrollments().find(alice, made.factor().id()))
                    .contains(made.factor());
        }

        @Test
        void expireWithTheServicesLifetime() {
            Enrollment made = verify.register("alice", "Phone");

            assertThat(made.factor().createdAt()).isEqualTo(clock.instant());
            assertThat(made.factor().expiresAt()).isEqualTo(clock.instant().plus(Duration.ofHours(1)));
        }

        @Test
        void keepTheirNotesSealedUntilVerified() {
            Enrollment made = verify.register("alice", verify.plan(Optional.empty(), NOTES))
                    .enrollment()
                    .orElseThrow();

            assertThat(made.factor().notes()).isPresent();
            assertThat(made.factor().notes().get().text())
                    .doesNotContain("Alice")
                    .doesNotContain("{");
            assertThat(registered(made).notes()).isEqualTo(NOTES);
        }

        @Test
        void haveNoNotesWhereALoginPageMadeThem() {
            assertThat(verify.begin("alice").factor().notes()).isEmpty();
        }
    }

    @Nested
    class WithAnImportedSeed {
        @Test
        void areVerifiedByTheAppThatHasIt() {
            EnrollmentStart registration = importing("alice", KNOWN);
            Enrollment made = registration.enrollment().orElseThrow();
            AuthenticatorApp app = verify.scan(made);

            assertThat(registration.outcome()).isEqualTo(EnrollmentStart.Outcome.STARTED);
            assertThat(made.seed().sameAs(KNOWN)).isTrue();
            assertThat(verify.confirmManaged("alice", made, app.codeAt(clock.instant()))
                            .verdict())
                    .isEqualTo(EnrollmentVerdict.VERIFIED);
            clock.advance(Duration.ofSeconds(30));
            assertThat(verify.answerNewChallenge("alice", app.codeAt(clock.instant())))
                    .isEqualTo(Verdict.APPROVED);
        }

        @Test
        void areRefusedWhileAPendingOneHasIt() {
            importing("alice", KNOWN);
            clock.advance(Duration.ofHours(1).minusMillis(1));

            assertRefused(EnrollmentStart.Outcome.SEED_IN_USE, importing("alice", KNOWN));
            assertThat(verify.ports().enrollments().of(alice)).hasSize(1);
        }

        /** Opening a seed takes time, and others wait for the Entity's lock meanwhile. */
        @Test
        void areComparedBeforeTheLockAndThenOnlyWithThoseThatCameSince() {
            FakeSeedSealer sealer = new FakeSeedSealer();
            InMemoryVerify rival = verify.with(sealer);
            rival.begin("alice");
            InMemoryVerify late = rival.behind(store -> new VerifyStore(
                    store.factors(),
                    new LateEnrollments(store.enrollments(), () -> {
                        sealer.lose("k1"); // what is opened again from now on, fails
                        sealer.rotateTo("k2");
                        rival.begin("alice");
                    }),
                    store.challenges(),
                    store.states(),
                    store.ledger()));

            EnrollmentStart made = late.register("alice", late.plan(Optional.of(KNOWN), NOTES));

            assertThat(made.outcome()).isEqualTo(EnrollmentStart.Outcome.STARTED);
        }

        @Test
        void areTakenOnceThePendingOneHasExpired() {
            importing("alice", KNOWN);
            clock.advance(Duration.ofHours(1));

            assertThat(importing("alice", KNOWN).outcome()).isEqualTo(EnrollmentStart.Outcome.STARTED);
        }

        @Test
        void areRefusedWhileAVerifiedOneHasIt() {
            Enrollment made = importing("alice", KNOWN).enrollment().orElseThrow();
            verify.confirmManaged("alice", made, verify.scan(made).codeAt(clock.instant()));
            clock.advance(Duration.ofDays(400));

            assertRefused(EnrollmentStart.Outcome.SEED_IN_USE, importing("alice", KNOWN));
            assertThat(importing("alice", OTHER).outcome()).isEqualTo(EnrollmentStart.Outcome.STARTED);
        }

        @Test
        void areRefusedForASeedThatWeMade() {
            Enrollment made = verify.begin("alice");

            assertRefused(EnrollmentStart.Outcome.SEED_IN_USE, importing("alice", made.seed()));
        }

        @Test
        void areTakenForEachUser() {
            importing("alice", KNOWN);

            assertThat(importing("bob", KNOWN).outcome()).isEqualTo(EnrollmentStart.Outcome.STARTED);
        }

        /** Two factors with one seed would each take the same code once. */
        @Test
        void areRefusedWhereAnotherRequestImportsItAtTheSameMoment() {
            InMemoryVerify late = verify.behind(store -> new VerifyStore(
                    store.factors(),
                    new LateEnrollments(store.enrollments(), () -> importing("alice", KNOWN)),
                    store.challenges(),
                    store.states(),
                    store.ledger()));

            assertRefused(
                    EnrollmentStart.Outcome.SEED_IN_USE, late.register("alice", late.plan(Optional.of(KNOWN), NOTES)));
        }

        @Test
        void areTakenWhereAnotherRequestImportsADifferentOneAtTheSameMoment() {
            InMemoryVerify late = verify.behind(store -> new VerifyStore(
                    store.factors(),
                    new LateEnrollments(store.enrollments(), () -> importing("alice", OTHER)),
                    store.challenges(),
                    store.states(),
                    store.ledger()));

            EnrollmentStart made = late.register("alice", late.plan(Optional.of(KNOWN), NOTES));

            assertThat(made.outcome()).isEqualTo(EnrollmentStart.Outcome.STARTED);
            assertThat(verify.ports().enrollments().of(alice)).hasSize(2);
        }

        private EnrollmentStart importing(String user, Seed seed) {
            return verify.register(user, verify.plan(Optional.of(seed), NOTES));
        }
    }

    @Nested
    class Limited {
        @Test
        void toTheFactorsThatTheServiceAllows() {
            for (String label : new String[] {"Phone", "Tablet", "Watch"}) {
                verify.enrollApp("alice", label);
            }

            assertRefused(EnrollmentStart.Outcome.FACTOR_LIMIT, anotherOf("alice"));
            assertThat(anotherOf("bob").outcome()).isEqualTo(EnrollmentStart.Outcome.STARTED);
            assertThat(verify.ports().enrollments().of(alice)).isEmpty();
        }

        @Test
        void toNothingWhereANewOneReplacesTheOld() {
            InMemoryVerify single = InMemoryVerify.with(clock);
            single.enrollApp("alice");

            assertThat(single.engine()
                            .beginEnrollment(single.service(), "alice")
                            .outcome())
                    .isEqualTo(EnrollmentStart.Outcome.STARTED);
        }

        @Test
        void to100ADay() {
            for (int i = 0; i < 100; i++) {
                assertThat(anotherOf("alice").outcome()).isEqualTo(EnrollmentStart.Outcome.STARTED);
            }
            assertRefused(EnrollmentStart.Outcome.FACTOR_LIMIT, anotherOf("alice"));

            clock.advance(Duration.ofHours(1));
            assertRefused(EnrollmentStart.Outcome.DAILY_LIMIT, anotherOf("alice"));
            clock.advance(Duration.ofHours(23));
            assertThat(anotherOf("alice").outcome()).isEqualTo(EnrollmentStart.Outcome.STARTED);
        }

        private EnrollmentStart anotherOf(String user) {
            return verify.engine().beginEnrollment(verify.service(), user);
        }
    }

    private RegisteredFactor registered(Enrollment made) {
        return verify.administration().factor(alice, made.factor().id()).orElseThrow();
    }

    private static void assertRefused(EnrollmentStart.Outcome reason, EnrollmentStart registration) {
        assertThat(registration).isEqualTo(new EnrollmentStart(reason, Optional.empty()));
    }
}
