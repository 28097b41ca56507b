package io.verifytotp.keycloak.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.verifytotp.keycloak.domain.Admission;
import io.verifytotp.keycloak.domain.Binding;
import io.verifytotp.keycloak.domain.Enrollee;
import io.verifytotp.keycloak.domain.EnrollmentVerdict;
import io.verifytotp.keycloak.domain.EntityKey;
import io.verifytotp.keycloak.domain.FactorChange;
import io.verifytotp.keycloak.domain.FactorId;
import io.verifytotp.keycloak.domain.FactorNotes;
import io.verifytotp.keycloak.domain.PendingFactor;
import io.verifytotp.keycloak.domain.Promotion;
import io.verifytotp.keycloak.domain.SealedSeed;
import io.verifytotp.keycloak.domain.ServiceId;
import io.verifytotp.keycloak.domain.StoreUnavailableException;
import io.verifytotp.keycloak.totp.HashAlgorithm;
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
import org.keycloak.credential.CredentialModel;

/** Users who are gone, credentials that nobody can read, databases that do not answer. */
class JpaStoreOnTheEdgeTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final TotpParameters PARAMETERS = new TotpParameters(HashAlgorithm.SHA1, 6, Duration.ofSeconds(30));

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

    @Nested
    class WithAnUnreadableCredential {
        private final FactorId damaged = FactorId.random();

        WithAnUnreadableCredential() {
            users.give(owner.identity(), unreadable(damaged));
        }

        @Test
        void aManagerEnrollsBesideIt() {
            assertThat(promote(aPendingFactor(), "Phone")).isEqualTo(EnrollmentVerdict.VERIFIED);
            assertThat(keycloak.factors().of(owner)).hasSize(1);
        }

        @Test
        void enrollingAnewReplacesIt() {
            Promotion single = new Promotion(aPendingFactor(), FactorNotes.NONE, 1, Enrollee.managed(owner.identity()));

            assertThat(enrollments.promote(single, NOW)).isEqualTo(EnrollmentVerdict.VERIFIED);
            assertThat(credentials())
                    .extracting(CredentialModel::getId)
                    .doesNotContain(damaged.value().toString())
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

        private List<CredentialModel> credentials() {
            return keycloak.transactions().callInSession((session, unit) -> session.users()
                    .getUserById(session.realms().getRealm(owner.realm()), owner.identity())
                    .credentialManager()
                    .getStoredCredentialsByTypeStream("verify-totp")
                    .toList());
        }
    }

    @Nested
    class WithoutADatabase {
        private final OwnTransaction down = new FakeKeycloak(closedDatabase(), users).transactions();

        @Test
        void everyPortSaysSo() {
            PendingFactor pending = pendingFactor();

            assertIsDown(() -> new JpaEnrollments(down).begin(pending));
            assertIsDown(() -> new JpaEnrollments(down).of(owner));
            assertIsDown(() -> new JpaEnrollments(down)
                    .promote(new Promotion(pending, FactorNotes.NONE, 1, Enrollee.managed("x")), NOW));
            assertIsDown(() -> new JpaEntities(down).create(owner, NOW));
            assertIsDown(() -> new JpaEntities(down).remove(owner));
            assertIsDown(() -> new JpaFactorChanges(down).change(owner, change(pending.id()), NOW));
            assertIsDown(() -> new JpaFactorChanges(down).remove(owner, pending.id()));
            assertIsDown(() -> new JpaStandings(down).of(owner));
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
        return enrollments.promote(new Promotion(factor, notes, 9, Enrollee.managed(owner.identity())), NOW);
    }

    private static FactorChange change(FactorId factor) {
        return new FactorChange(factor, PARAMETERS, 2, FactorNotes.NONE);
    }

    private PendingFactor aPendingFactor() {
        PendingFactor factor = pendingFactor();
        assertThat(enrollments.begin(factor)).isEqualTo(Admission.ADMITTED);
        return factor;
    }

    private PendingFactor pendingFactor() {
        Binding binding = new Binding(owner, FactorId.random(), PARAMETERS, 1, new SealedSeed("v1.k1.sealed"));
        return new PendingFactor(binding, Optional.empty(), NOW, NOW.plusSeconds(3600));
    }

    private static CredentialModel unreadable(FactorId id) {
        CredentialModel credential = new CredentialModel();
        credential.setId(id.value().toString());
        credential.setType("verify-totp");
        credential.setUserLabel("Old phone");
        credential.setCreatedDate(0L);
        credential.setCredentialData("{\"nonsense\":");
        credential.setSecretData("{}");
        return credential;
    }
}
