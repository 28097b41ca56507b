package io.verifytotp.keycloak.domain;

import static io.verifytotp.keycloak.domain.fake.FactorBuilder.aFactor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.contract.PageWalk;
import io.verifytotp.keycloak.domain.enrollment.Enrollment;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentVerdict;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.FactorChange;
import io.verifytotp.keycloak.domain.factor.FactorChanges.LockedFactor;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.FactorState;
import io.verifytotp.keycloak.domain.factor.Factors;
import io.verifytotp.keycloak.domain.factor.RegisteredFactor;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.fake.AuthenticatorApp;
import io.verifytotp.keycloak.domain.fake.FakeSeedSealer;
import io.verifytotp.keycloak.domain.fake.InMemoryFactors;
import io.verifytotp.keycloak.domain.fake.InMemoryVerify;
import io.verifytotp.keycloak.domain.fake.ServiceBuilder;
import io.verifytotp.keycloak.domain.fake.TestClock;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.PageRequest;
import io.verifytotp.keycloak.domain.id.SeedUnavailableException;
import io.verifytotp.keycloak.totp.HashAlgorithm;
import io.verifytotp.keycloak.totp.TotpParameters;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The factors that {@link FactorAdministration} knows, and how they change. */
class FactorAdministrationTest {
    private static final PageRequest ALL = new PageRequest(1000, Optional.empty(), false, false);

    private final TestClock clock = TestClock.at("2026-11-22T10:00:00Z");
    private final InMemoryVerify verify =
            InMemoryVerify.with(clock, ServiceBuilder.aService().withMaxFactors(9));
    private final FactorAdministration administration = verify.administration();
    private final EntityKey alice = verify.service().entity("alice");

    @Nested
    class Listed {
        @Test
        void areVerifiedAndPendingOnesWithTheirNotes() {
            verify.enrollApp("alice", "Phone");
            FactorNotes notes = new FactorNotes("Tablet", Optional.of("{\"a\":\"b\"}"));
            Enrollment pending = verify.register("alice", verify.plan(Optional.empty(), notes))
                    .enrollment()
                    .orElseThrow();

            List<RegisteredFactor> factors = administration.factors(alice, ALL).items();

            assertThat(factors).extracting(each -> each.notes().name()).containsExactly("Phone", "Tablet");
            assertThat(factors).extracting(RegisteredFactor::isVerified).containsExactly(true, false);
            assertThat(factors.get(1).expiresAt()).contains(pending.factor().expiresAt());
            assertThat(factors.get(1).binding()).isEqualTo(pending.factor().binding());
            assertThat(factors.get(1).notes()).isEqualTo(notes);
            assertThat(administration.factor(alice, pending.factor().id())).contains(factors.get(1));
        }

        @Test
        void showWhenTheyWereLastUsed() {
            verify.enrollApp("alice", "Phone");
            FactorId used = verify.factorOf("alice");
            verify.begin("alice");

            assertThat(administration.lastUses(alice))
                    .containsOnly(Map.entry(used, clock.instant().minusSeconds(30)));
        }

        @Test
        void areVerifiedOnceProved() {
            FactorId id = verify.begin("alice").factor().id();

            RegisteredFactor proved =
                    administration.factor(alice, id).orElseThrow().verified(clock.instant());

            assertThat(proved.isVerified()).isTrue();
            assertThat(proved.state().lastUsed()).contains(clock.instant());
            assertThat(proved.id()).isEqualTo(id);
        }

        @Test
        void areGoneWhenTheyHaveExpiredUnverified() {
            Enrollment pending = verify.begin("alice");
            FactorId id = pending.factor().id();
            clock.set(pending.factor().expiresAt().minusMillis(1));
            assertThat(administration.factor(alice, id)).isPresent();

            clock.set(pending.factor().expiresAt());

            assertThat(administration.factor(alice, id)).isEmpty();
            assertThat(administration.factors(alice, ALL).items()).isEmpty();
        }

        @Test
        void areThoseOfTheOwnerOnly() {
            verify.enrollApp("alice", "Phone");
            FactorId id = verify.factorOf("alice");

            assertThat(administration
                            .factors(verify.service().entity("bob"), ALL)
                            .items())
                    .isEmpty();
            assertThat(administration.factor(verify.service().entity("bob"), id))
                    .isEmpty();
        }

        @Test
        void showTheirState() {
            AuthenticatorApp app = verify.enrollApp("alice", "Phone");
            for (int i = 0; i < 5; i++) {
                verify.answerNewChallenge("alice", app.wrongCodeAt(clock.instant()));
            }

            FactorState state = administration
                    .factor(alice, verify.factorOf("alice"))
                    .orElseThrow()
                    .state();

            assertThat(state.failures()).isEqualTo(5);
            assertThat(state.lockAt(clock.instant())).contains(clock.instant().plusSeconds(30));
            assertThat(state.createdAt()).isEqualTo(clock.instant().minusSeconds(30));
            assertThat(state.lastUsed()).contains(clock.instant().minusSeconds(30));
        }

        /** A lost key of one must not hide the others, nor itself: it counts, and somebody has to remove it. */
        @Test
        void areListedWithoutTheNotesThatDoNotOpen() {
            verify.enrollApp("alice", "Phone");
            FakeSeedSealer sealer = new FakeSeedSealer();
            InMemoryVerify other = verify.with(sealer);
            Enrollment lost = other.register("alice", "Tablet");
            sealer.rotateTo("k2");
            other.register("alice", "Watch");
            sealer.lose("k1");

            List<RegisteredFactor> factors =
                    other.administration().factors(alice, ALL).items();

            assertThat(factors)
                    .extracting(factor -> factor.notes().name())
                    .containsExactlyInAnyOrder("Phone", "", "Watch");
            assertThat(other.events().happened()).contains("seed unavailable");
            assertThatExceptionOfType(SeedUnavailableException.class).isThrownBy(() -> other.administration()
                    .factor(alice, lost.factor().id()));
        }

        /** As after a realm import, which brings the credentials only. */
        @Test
        void areFreshWhereNothingIsKnownOfThem() {
            InMemoryFactors factors = new InMemoryFactors();
            Factor imported = aFactor().ownedBy(alice).verifiedAt(clock.instant());
            factors.add(imported);
            FactorAdministration other = verify.behind(store -> new VerifyStore(
                            factors, store.enrollments(), store.challenges(), store.states(), store.ledger()))
                    .administration();
            clock.advance(Duration.ofDays(9));

            assertThat(other.factor(alice, imported.id()))
                    .contains(new RegisteredFactor(
                            imported.binding(),
                            imported.notes(),
                            Optional.empty(),
                            FactorState.fresh(imported.verifiedAt())));
        }

        @Test
        void arePagedInTheOrderInWhichTheyWereMade() {
            for (int i = 0; i < 7; i++) {
                verify.register("alice", "Phone " + i);
                clock.advance(Duration.ofMillis(i % 2));
            }
            List<RegisteredFactor> all = administration.factors(alice, ALL).items();
            PageWalk<RegisteredFactor> walk =
                    new PageWalk<>(request -> administration.factors(alice, request), RegisteredFactor::position);

            for (int size = 1; size <= 8; size++) {
                assertThat(walk.all(size, false)).hasSize(7).isEqualTo(all);
            }
            assertThat(all).isSortedAccordingTo((a, b) -> a.position().compareTo(b.position()));
        }
    }

    @Nested
    class VerifiedMeanwhile {
        private final StaleFactors stale =
                new StaleFactors(verify.ports().store().factors());
        private final FactorAdministration late = verify.behind(store ->
                        new VerifyStore(stale, store.enrollments(), store.challenges(), store.states(), store.ledger()))
                .administration();

        /** Another request has made a verified one of the pending one, after this one read the credentials. */
        @Test
        void areReadAgain() {
            verify.enrollApp("alice", "Phone");
            FactorId id = verify.factorOf("alice");

            assertThat(late.factor(alice, id))
                    .isEqualTo(administration.factor(alice, id))
                    .isPresent();

            assertThat(stale.readAgain()).isEqualTo(1);
        }

        @Test
        void areNotReadAgainForNothing() {
            assertThat(late.factor(alice, FactorId.random())).isEmpty();
            Enrollment pending = verify.begin("alice");
            assertThat(late.factor(alice, pending.factor().id())).isPresent();

            assertThat(stale.readAgain()).isZero();
        }
    }

    @Nested
    class Locked {
        @Test
        void areListedUntilTheyAreUnlocked() {
            AuthenticatorApp app = verify.enrollApp("alice", "Phone");
            verify.enrollApp("bob", "Phone");
            FactorId id = verify.factorOf("alice");
            for (int i = 0; i < 5; i++) {
                verify.answerNewChallenge("alice", app.wrongCodeAt(clock.instant()));
            }
            assertThat(administration.locked(verify.service(), ALL).items())
                    .singleElement()
                    .isEqualTo(new LockedFactor(
                            alice,
                            id,
                            administration.factor(alice, id).orElseThrow().state()));

            RegisteredFactor unlocked = administration.unlock(
                    alice, administration.factor(alice, id).orElseThrow());

            assertThat(administration.factor(alice, id)).contains(unlocked);
            assertThat(unlocked.state().failures()).isZero();
            assertThat(administration.locked(verify.service(), ALL).items()).isEmpty();
            assertThat(verify.answerNewChallenge("alice", app.codeAt(clock.instant())))
                    .isEqualTo(Verdict.APPROVED);
        }
    }

    @Nested
    class Changed {
        @Test
        void takeTheirCodesInTheNewForm() {
            verify.enrollApp("alice", "Phone");
            RegisteredFactor before =
                    administration.factor(alice, verify.factorOf("alice")).orElseThrow();

            RegisteredFactor after = change(before.id(), "Work phone", Duration.ofSeconds(30));

            assertThat(administration.factor(alice, before.id())).contains(after);
            assertThat(after.notes().name()).isEqualTo("Work phone");
            assertThat(after.binding().parameters().digits()).isEqualTo(8);
            assertThat(after.binding().skew()).isEqualTo(2);
            assertThat(after.binding().seed()).isEqualTo(before.binding().seed());
            assertThat(after.state().updatedAt()).isEqualTo(clock.instant());
        }

        @Test
        void keepUsedCodesUsedWhateverTheirPeriod() {
            verify.enrollApp("alice", "Phone");
            FactorId id = verify.factorOf("alice");
            for (long seconds : new long[] {60, 20, 45, 30}) {
                change(id, "Phone", Duration.ofSeconds(seconds));
                AuthenticatorApp app = appOf(id);
                clock.advance(Duration.ofMinutes(3));
                String code = app.codeAt(clock.instant());
                assertThat(verify.answerNewChallenge("alice", code)).isEqualTo(Verdict.APPROVED);

                change(id, "Phone", Duration.ofSeconds(40));

                assertThat(verify.answerNewChallenge("alice", appOf(id).codeAt(clock.instant())))
                        .isEqualTo(Verdict.ALREADY_USED);
                clock.advance(Duration.ofMinutes(2));
                assertThat(verify.answerNewChallenge("alice", appOf(id).codeAt(clock.instant())))
                        .isEqualTo(Verdict.APPROVED);
            }
        }

        @Test
        void keepTheirNewNotesAndFormWhenVerifiedAfterwards() {
            Enrollment made = verify.register("alice", "Phone");
            FactorId id = made.factor().id();

            RegisteredFactor changed = change(id, "Tablet", Duration.ofSeconds(60));

            assertThat(administration.factor(alice, id)).contains(changed);
            assertThat(changed.notes().name()).isEqualTo("Tablet");
            assertThat(changed.expiresAt()).contains(made.factor().expiresAt());
            assertThat(verify.confirmManaged("alice", made, appOf(id).codeAt(clock.instant()))
                            .verdict())
                    .isEqualTo(EnrollmentVerdict.VERIFIED);
            assertThat(verify.engine().factors(verify.service(), "alice"))
                    .extracting(Factor::label)
                    .containsExactly("Tablet");
        }

        @Test
        void haveTheNumberedNameWhereTheirsIsTaken() {
            verify.enrollApp("alice", "Phone");
            verify.enrollApp("alice", "Tablet");

            RegisteredFactor changed = change(verify.factorOf("alice"), "Tablet", Duration.ofSeconds(30));

            assertThat(changed.notes().name()).isEqualTo("Tablet (2)");
            assertThat(administration.factor(alice, changed.id())).contains(changed);
        }

        @Test
        void areGoneWhereTheyWereRemovedMeanwhile() {
            verify.enrollApp("alice", "Phone");
            RegisteredFactor verified =
                    administration.factor(alice, verify.factorOf("alice")).orElseThrow();
            RegisteredFactor pending = administration
                    .factor(alice, verify.register("alice", "Tablet").factor().id())
                    .orElseThrow();

            for (RegisteredFactor each : List.of(verified, pending)) {
                administration.removeFactor(alice, each.id());
                assertThat(administration.change(alice, each, to(each.id(), "Watch", Duration.ofSeconds(30))))
                        .isEmpty();
            }
        }

        @Test
        void areTheOwnersOnly() {
            verify.enrollApp("alice", "Phone");
            RegisteredFactor alices =
                    administration.factor(alice, verify.factorOf("alice")).orElseThrow();
            EntityKey bob = verify.service().entity("bob");

            assertThat(administration.change(bob, alices, to(alices.id(), "Mine", Duration.ofSeconds(30))))
                    .isEmpty();
            assertThat(administration.removeFactor(bob, alices.id())).isFalse();
            assertThat(administration.factor(alice, alices.id())).contains(alices);
        }
    }

    @Nested
    class Removed {
        @Test
        void verifyNothingAndLeaveTheirChallenges() {
            AuthenticatorApp app = verify.enrollApp("alice", "Phone");
            Challenge challenge = verify.openChallenge("alice");
            verify.answer(challenge, app.wrongCodeAt(clock.instant()));

            assertThat(administration.removeFactor(alice, challenge.factor())).isTrue();

            assertThat(verify.answer(challenge, app.codeAt(clock.instant())).verdict())
                    .isEqualTo(Verdict.UNKNOWN_FACTOR);
            assertThat(administration.factor(alice, challenge.factor())).isEmpty();
            assertThat(administration.challenge(alice, challenge.id())).isPresent();
            assertThat(administration.removeFactor(alice, challenge.factor())).isFalse();
        }

        @Test
        void arePendingOnesToo() {
            Enrollment made = verify.register("alice", "Phone");

            assertThat(administration.removeFactor(alice, made.factor().id())).isTrue();

            String code = verify.scan(made).codeAt(clock.instant());
            assertThat(verify.confirmManaged("alice", made, code).verdict()).isEqualTo(EnrollmentVerdict.GONE);
        }
    }

    private RegisteredFactor change(FactorId id, String name, Duration period) {
        RegisteredFactor factor = administration.factor(alice, id).orElseThrow();
        return administration.change(alice, factor, to(id, name, period)).orElseThrow();
    }

    private static FactorChange to(FactorId factor, String name, Duration period) {
        return new FactorChange(
                factor, new TotpParameters(HashAlgorithm.SHA1, 8, period), 2, FactorNotes.NONE.named(name));
    }

    /** The app once it knows how the factor's codes are made now. */
    private AuthenticatorApp appOf(FactorId id) {
        TotpBinding binding = administration.factor(alice, id).orElseThrow().binding();
        return verify.scan(binding);
    }

    /** Hostile: its transaction began before any factor was committed, as under repeatable read. */
    private static final class StaleFactors implements Factors {
        private final Factors real;
        private int readAgain;

        StaleFactors(Factors real) {
            this.real = real;
        }

        int readAgain() {
            return readAgain;
        }

        @Override
        public List<Factor> of(EntityKey owner) {
            return List.of();
        }

        @Override
        public boolean anyOf(EntityKey owner) {
            return !of(owner).isEmpty();
        }

        @Override
        public Optional<Factor> findCommitted(EntityKey owner, FactorId id) {
            readAgain++;
            return real.find(owner, id);
        }
    }
}
