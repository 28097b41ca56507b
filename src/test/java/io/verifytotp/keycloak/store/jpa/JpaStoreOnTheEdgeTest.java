package io.verifytotp.keycloak.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.ChallengeContents;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.enrollment.Enrollee;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentStart;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentVerdict;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.FactorChange;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.factor.SealedSeed;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.domain.service.Budgets;
import io.verifytotp.keycloak.domain.service.Grace;
import io.verifytotp.keycloak.store.credential.UncachedCredentialLookup;
import io.verifytotp.keycloak.store.transaction.OwnTransaction;
import io.verifytotp.keycloak.totp.HashAlgorithm;
import io.verifytotp.keycloak.totp.TimeStep;
import io.verifytotp.keycloak.totp.TotpParameters;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.credential.CredentialModel;

/** Users who are gone, credentials that nobody can read, databases that do not answer. */
class JpaStoreOnTheEdgeTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final TotpParameters PARAMETERS = new TotpParameters(HashAlgorithm.SHA1, 6, Duration.ofSeconds(30));

    private static final Budgets BUDGETS = new Budgets(5, 5, 100, 50, 100);

    private static H2Transactions database;

    private final FakeUsers users = new FakeUsers();
    private final FakeKeycloak keycloak = new FakeKeycloak(database, users);
    private final JpaEnrollments enrollments = new JpaEnrollments(keycloak.transactions());
    private final JpaFactorChanges changes = new JpaFactorChanges(keycloak.transactions());
    private final JpaEntities entities = new JpaEntities(keycloak.transactions());
    private final EntityKey owner = new EntityKey(
            "realm-1", ServiceId.defaultOf("realm-1"), UUID.randomUUID().toString());

    @BeforeAll
    static void open() {
        database = H2Transactions.open();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Nested
    class OfAUserWhoIsGone {
        private final PendingFactor pending = aPendingFactor();

        OfAUserWhoIsGone() {
            users.remove(owner.identity());
        }

        @Test
        void noFactorIsPromoted() {
            assertThat(promote(pending, "Phone")).isEqualTo(EnrollmentVerdict.GONE);

            assertThat(enrollments.find(owner, pending.id())).contains(pending);
        }

        @Test
        void noFactorIsChanged() {
            assertThat(changes.change(owner, change(pending.id()), NOW)).isEmpty();
        }

        @Test
        void theRowsAreRemovedAllTheSame() {
            assertThat(entities.remove(owner)).isTrue();

            assertThat(entities.find(owner)).isEmpty();
            assertThat(enrollments.of(owner)).isEmpty();
        }
    }

    /** Keycloak's cache of users may show a factor that is gone; the caller holds it already. */
    @Nested
    class WithAStaleCache {
        private final JpaFactorLedger ledger =
                new JpaFactorLedger(keycloak.transactions(), new UncachedCredentialLookup(keycloak.transactions()));
        private final JpaFactorStates states = new JpaFactorStates(keycloak.transactions());
        private final TimeStep step = TimeStep.at(NOW, Duration.ofSeconds(30));
        private final PendingFactor pending = aPendingFactor();
        private final FactorId factor = pending.id();

        WithAStaleCache() {
            promote(pending, "Phone");
        }

        @Test
        void aRemovedFactorIsNotRevived() {
            claim(step.number());
            changes.remove(owner, factor);

            assertThat(claim(step.number() + 1)).isEqualTo(Verdict.UNKNOWN_FACTOR);
            assertThat(claim(step.number())).isEqualTo(Verdict.UNKNOWN_FACTOR);

            assertThat(states.of(owner)).isEmpty();
        }

        @Test
        void aReplacedFactorIsNotRevived() {
            enrollments.promote(aPendingFactor(), FactorNotes.NONE, 1, Enrollee.managed(owner.identity()), NOW);

            assertThat(claim(step.number())).isEqualTo(Verdict.UNKNOWN_FACTOR);

            assertThat(states.of(owner)).doesNotContainKey(factor);
        }

        @Test
        void aFactorOfAUserWhoIsGoneIsNotRevived() {
            entities.remove(owner);
            users.remove(owner.identity());

            assertThat(claim(step.number())).isEqualTo(Verdict.UNKNOWN_FACTOR);
            assertThat(entities.find(owner)).isEmpty();
        }

        /** As after a realm import. */
        @Test
        void aFactorThatHasItsCredentialGetsItsRow() {
            database.call(unit -> unit.em()
                    .createQuery("delete from FactorRow f where f.id = :id")
                    .setParameter("id", factor.key())
                    .executeUpdate());

            assertThat(claim(step.number())).isEqualTo(Verdict.APPROVED);
            assertThat(claim(step.number())).isEqualTo(Verdict.ALREADY_USED);
        }

        @Test
        void nothingIsSaidOfAFactorWhileItsStorageDoesNotAnswer() {
            changes.remove(owner, factor);
            users.fail();

            assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> claim(step.number()));
        }

        private Verdict claim(long number) {
            Challenge challenge = Challenge.opened(
                    owner, factor, Optional.empty(), ChallengeContents.NONE, NOW, NOW.plusSeconds(300));
            return ledger.claimStep(challenge, BUDGETS, new TimeStep(number), NOW)
                    .verdict();
        }
    }

    @Nested
    class WhileTheEntityIsBeingRemoved {
        @Test
        void aFactorIsBegunAllTheSame() {
            entities.create(owner, NOW);
            keycloak.beforeSession(2, () -> removeEntityBehindOurBack());

            assertThat(enrollments.begin(pendingFactor())).isEqualTo(EnrollmentStart.Outcome.STARTED);

            assertThat(entities.find(owner)).isPresent();
        }

        @Test
        void theUserIsAskedAllTheSame() {
            entities.create(owner, NOW);
            keycloak.beforeSession(2, () -> removeEntityBehindOurBack());

            assertThat(enrollments.startGrace(owner, NOW)).isEqualTo(new Grace.Start(NOW, 0));
        }

        private void removeEntityBehindOurBack() {
            database.call(unit -> unit.em()
                    .createQuery("delete from EntityRow e where e.userId = :user")
                    .setParameter("user", owner.identity())
                    .executeUpdate());
        }
    }

    @Nested
    class WithoutWhatWeWrite {
        /** Whatever may be stored under our type, and how; a second factor beside it is good. */
        @ParameterizedTest
        @CsvSource(
                nullValues = "NULL",
                delimiter = '|',
                value = {
                    "NULL|NULL",
                    "null|null",
                    "''|''",
                    "{}|{}",
                    "[]|1",
                    "{\"service\":\"x\",\"algorithm\":\"sha1\",\"digits\":6,\"period\":30,\"skew\":1}|{\"seed\":\"v1.k1.x\"}",
                    "{\"service\":7}|{\"seed\":{}}"
                })
        void anyCredentialIsCountedPassedByAndRemoved(String data, String secret) {
            PendingFactor good = aPendingFactor();
            promote(good, "Phone");
            for (String id : List.of(UUID.randomUUID().toString(), "no uuid")) {
                users.give(owner.identity(), credential(id, data, secret));
            }

            assertThat(keycloak.factors().anyOf(owner)).isTrue();
            assertThat(keycloak.factors().of(owner)).extracting(Factor::id).containsExactly(good.id());
            assertThat(changes.change(owner, change(good.id()), NOW)).isPresent();
            assertThat(promote(aPendingFactor(), "Tablet")).isEqualTo(EnrollmentVerdict.VERIFIED);
            assertThat(credentials()).hasSize(2).allSatisfy(found -> assertThat(found.getSecretData())
                    .contains("v1.k1.sealed"));
            users.give(owner.identity(), credential("again", data, secret));
            assertThat(entities.remove(owner)).isTrue();
            assertThat(credentials()).isEmpty();
        }

        /** Damaging the only factor must not let anybody in without one. */
        @Test
        void theOnlyCredentialStillCountsAsAFactor() {
            users.give(owner.identity(), credential("only", null, null));
            PendingFactor next = aPendingFactor();
            Enrollee unproved = Enrollee.inSession(owner.identity(), Optional.empty());

            assertThat(keycloak.factors().anyOf(owner)).isTrue();
            assertThat(enrollments.promote(next, FactorNotes.NONE, 1, unproved, NOW))
                    .isEqualTo(EnrollmentVerdict.PROOF_NEEDED);
            assertThat(promote(next, "Phone")).isEqualTo(EnrollmentVerdict.VERIFIED);
            assertThat(credentials()).hasSize(1);
        }
    }

    @Nested
    class WithAnUnreadableCredential {
        private final FactorId damaged = FactorId.random();

        WithAnUnreadableCredential() {
            users.give(owner.identity(), unreadable(damaged));
        }

        /** It is beyond the number of factors that a user may have, and would be for ever. */
        @Test
        void itMakesRoomForTheNext() {
            promote(aPendingFactor(), "Phone");
            users.give(owner.identity(), unreadable(FactorId.random()));

            EnrollmentVerdict verdict = enrollments.promote(
                    aPendingFactor(), FactorNotes.NONE.named("Tablet"), 2, Enrollee.managed(owner.identity()), NOW);

            assertThat(verdict).isEqualTo(EnrollmentVerdict.VERIFIED);
            assertThat(credentials()).extracting(CredentialModel::getUserLabel).containsExactly("Phone", "Tablet");
        }

        @Test
        void itIsNotChanged() {
            assertThat(changes.change(owner, change(damaged), NOW)).isEmpty();
        }

        @Test
        void aManagerEnrollsBesideIt() {
            assertThat(promote(aPendingFactor(), "Phone")).isEqualTo(EnrollmentVerdict.VERIFIED);
            assertThat(keycloak.factors().of(owner)).hasSize(1);
        }

        @Test
        void enrollingAnewReplacesIt() {
            assertThat(enrollments.promote(
                            aPendingFactor(), FactorNotes.NONE, 1, Enrollee.managed(owner.identity()), NOW))
                    .isEqualTo(EnrollmentVerdict.VERIFIED);
            assertThat(credentials())
                    .extracting(CredentialModel::getId)
                    .doesNotContain(damaged.key())
                    .hasSize(1);
        }

        @Test
        void itIsRemovedLikeAnyOther() {
            assertThat(keycloak.factors().anyOf(owner)).isTrue();

            assertThat(changes.remove(owner, damaged)).isTrue();

            assertThat(keycloak.factors().anyOf(owner)).isFalse();
        }

        @Test
        void removingTheEntityRemovesItThoughThereIsNoRow() {
            assertThat(entities.remove(owner)).isTrue();

            assertThat(keycloak.factors().anyOf(owner)).isFalse();
        }
    }

    private List<CredentialModel> credentials() {
        return keycloak.transactions().callInSession((session, unit) -> session.users()
                .getUserById(session.realms().getRealm(owner.realm()), owner.identity())
                .credentialManager()
                .getStoredCredentialsByTypeStream("verify-totp")
                .toList());
    }

    @Nested
    class WithoutADatabase {
        private final OwnTransaction down = new FakeKeycloak(closedDatabase(), users).transactions();

        @Test
        void everyPortSaysSo() {
            PendingFactor pending = pendingFactor();

            assertIsDown(() -> new JpaEnrollments(down).begin(pending));
            assertIsDown(() -> new JpaEnrollments(down).of(owner));
            assertIsDown(
                    () -> new JpaEnrollments(down).promote(pending, FactorNotes.NONE, 1, Enrollee.managed("x"), NOW));
            assertIsDown(() -> new JpaEntities(down).create(owner, NOW));
            assertIsDown(() -> new JpaEntities(down).remove(owner));
            assertIsDown(() -> new JpaFactorChanges(down).change(owner, change(pending.id()), NOW));
            assertIsDown(() -> new JpaFactorChanges(down).remove(owner, pending.id()));
            assertIsDown(() -> new JpaFactorStates(down).of(owner));
        }

        private void assertIsDown(Runnable work) {
            assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(work::run);
        }

        private static H2Transactions closedDatabase() {
            H2Transactions closed = H2Transactions.open();
            closed.close();
            return closed;
        }
    }

    private EnrollmentVerdict promote(PendingFactor factor, String label) {
        FactorNotes notes = FactorNotes.NONE.named(label);
        return enrollments.promote(factor, notes, 9, Enrollee.managed(owner.identity()), NOW);
    }

    private static FactorChange change(FactorId factor) {
        return new FactorChange(factor, PARAMETERS, 2, FactorNotes.NONE);
    }

    private PendingFactor aPendingFactor() {
        PendingFactor factor = pendingFactor();
        assertThat(enrollments.begin(factor)).isEqualTo(EnrollmentStart.Outcome.STARTED);
        return factor;
    }

    private PendingFactor pendingFactor() {
        TotpBinding binding = new TotpBinding(owner, FactorId.random(), PARAMETERS, 1, new SealedSeed("v1.k1.sealed"));
        return new PendingFactor(binding, Optional.empty(), NOW, NOW.plusSeconds(3600));
    }

    private static CredentialModel unreadable(FactorId id) {
        CredentialModel credential = credential(id.key(), "{\"nonsense\":", "{}");
        credential.setUserLabel("Old phone");
        credential.setCreatedDate(0L);
        return credential;
    }

    private static CredentialModel credential(String id, String data, String secret) {
        CredentialModel credential = new CredentialModel();
        credential.setId(id);
        credential.setType("verify-totp");
        credential.setCredentialData(data);
        credential.setSecretData(secret);
        return credential;
    }
}
