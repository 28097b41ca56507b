package io.verifytotp.keycloak.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.ChallengeContents;
import io.verifytotp.keycloak.domain.factor.SealedSeed;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.ServiceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the purge takes for left over, and what it leaves. */
class JpaStaleRowsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(9));

    /** One for all: Keycloak's tables take more than a second to make. */
    @AutoClose
    private static final KeycloakTables database = KeycloakTables.open();

    private final JpaStaleRows staleRows = new JpaStaleRows(database);
    private String realm;

    @BeforeEach
    void begin() {
        database.clearOurs();
        realm = database.addRealm();
    }

    @Nested
    class HotStates {
        @Test
        void goWhereTheCredentialIsGone() {
            EntityKey alice = user(null);
            keep(alice, FactorId.random());
            FactorId kept = FactorId.random();
            keep(alice, kept);
            database.addCredential(kept.key(), alice.identity(), null, null);

            assertThat(staleRows.removeFactors(NOW)).isEqualTo(1);

            assertThat(staleRows.removeFactors(NOW)).isZero();
            assertThat(factors("r.id = :value", kept.key())).isEqualTo(1);
        }

        @Test
        void stayWhileTheyAreYoung() {
            keep(user(null), FactorId.random());

            assertThat(staleRows.removeFactors(LONG_AGO)).isZero();
        }

        /** Its storage may keep credentials itself: then the lock of a factor that works is in this row. */
        @Test
        void stayWhereTheUserIsAFederationsOwn() {
            EntityKey federated = new EntityKey(realm, ServiceId.defaultOf(realm), "f:" + UUID.randomUUID() + ":x");
            FactorId factor = FactorId.random();
            keep(federated, factor);

            assertThat(staleRows.removeFactors(NOW)).isZero();

            assertThat(factors("r.id = :value", factor.key())).isEqualTo(1);
        }

        @Test
        void stayWhereTheUserWasImportedFromAFederation() {
            FactorId factor = FactorId.random();
            keep(user("some-storage"), factor);

            assertThat(staleRows.removeFactors(NOW)).isZero();

            assertThat(factors("r.id = :value", factor.key())).isEqualTo(1);
        }

        @Test
        void stayWhereTheCredentialIsBesideAFederation() {
            EntityKey federated = new EntityKey(
                    realm, ServiceId.defaultOf(realm), UUID.randomUUID().toString());
            database.addUser(realm, federated.identity(), null);
            FactorId factor = FactorId.random();
            keep(federated, factor);
            database.addFederatedCredential(federated, factor, new SealedSeed("v1.k1.x"));

            assertThat(staleRows.removeFactors(NOW)).isZero();
        }

        private long factors(String condition, String value) {
            return database.count("FactorRow", condition, value);
        }
    }

    @Nested
    class Entities {
        @Test
        void goWithAllThatIsTheirsWhereTheUserIsGone() {
            EntityKey gone = new EntityKey(
                    realm, ServiceId.defaultOf(realm), UUID.randomUUID().toString());
            keep(gone, FactorId.random());
            challenge(gone, "shop", 3);
            EntityKey here = user(null);
            keep(here, FactorId.random());
            challenge(here, "shop", 2);

            assertThat(staleRows.removeEntities()).isEqualTo(1);

            assertThat(database.count("EntityRow", "r.realmId = :value", realm)).isEqualTo(1);
            assertThat(database.count("FactorRow", "r.realmId = :value", realm)).isEqualTo(1);
            assertThat(database.count("ChallengeRow", "r.realmId = :value", realm))
                    .isEqualTo(2);
        }

        @Test
        void goWithTheStorageOfTheirUser() {
            keep(federated(UUID.randomUUID().toString()), FactorId.random());
            keep(federated(database.addStorage(database.addRealm())), FactorId.random());
            EntityKey here = federated(database.addStorage(realm));
            keep(here, FactorId.random());

            assertThat(staleRows.removeEntities()).isEqualTo(2);

            assertThat(database.count("EntityRow", "r.userId = :value", here.identity()))
                    .isEqualTo(1);
            assertThat(database.count("FactorRow", "r.realmId = :value", realm)).isEqualTo(1);
            assertThat(staleRows.removeEntities()).isZero();
        }

        @Test
        void goWithTheirRealm() {
            keep(ofRealmThatIsGone("f:" + UUID.randomUUID() + ":somebody"), FactorId.random());
            EntityKey here = user(null);
            keep(here, FactorId.random());
            keep(ofRealmThatIsGone(here.identity()), FactorId.random());

            assertThat(staleRows.removeEntities()).isEqualTo(2);

            assertThat(staleRows.removeEntities()).isZero();
            assertThat(database.count("FactorRow", "r.realmId = :value", realm)).isEqualTo(1);
        }

        /** A call removes those of one kind; zero only when none of any kind is left. */
        @Test
        void goOneKindAfterTheOther() {
            keep(ofRealmThatIsGone("somebody"), FactorId.random());
            keep(federated(UUID.randomUUID().toString()), FactorId.random());
            keep(
                    new EntityKey(
                            realm, ServiceId.defaultOf(realm), UUID.randomUUID().toString()),
                    FactorId.random());

            assertThat(staleRows.removeEntities()).isEqualTo(1);
            assertThat(staleRows.removeEntities()).isEqualTo(1);
            assertThat(staleRows.removeEntities()).isEqualTo(1);
            assertThat(staleRows.removeEntities()).isZero();
        }

        private EntityKey ofRealmThatIsGone(String user) {
            String gone = UUID.randomUUID().toString();
            return new EntityKey(gone, ServiceId.defaultOf(gone), user);
        }

        private EntityKey federated(String storage) {
            return new EntityKey(realm, ServiceId.defaultOf(realm), "f:" + storage + ":somebody");
        }
    }

    @Nested
    class NamesOfClients {
        @Test
        void goWhereTheClientIsGoneAndTheChallengesStay() {
            EntityKey alice = user(null);
            database.addClient(realm, "shop");
            database.addClient(database.addRealm(), "gone");
            challenge(alice, "shop", 2);
            challenge(alice, "gone", 150);

            assertThat(staleRows.forgetClients()).isEqualTo(100);
            assertThat(staleRows.forgetClients()).isEqualTo(50);
            assertThat(staleRows.forgetClients()).isZero();

            assertThat(named("shop")).isEqualTo(2);
            assertThat(named("gone")).isZero();
            assertThat(database.count("ChallengeRow", "r.realmId = :value", realm))
                    .isEqualTo(152);
        }

        /** An administrator waits for the removal, and a table of challenges is long. */
        @Test
        void goWithTheClientUpToABound() {
            EntityKey alice = user(null);
            database.addClient(realm, "shop");
            challenge(alice, "gone", 5_001);
            challenge(alice, "shop", 1);

            new CascadingDeletes(database).client(realm, "gone");

            assertThat(named("gone")).isEqualTo(1);
            assertThat(named("shop")).isEqualTo(1);
            assertThat(staleRows.forgetClients()).isEqualTo(1);
        }

        private long named(String client) {
            return database.count("ChallengeRow", "r.clientId = :value", client);
        }
    }

    private EntityKey user(String federationLink) {
        String id = UUID.randomUUID().toString();
        database.addUser(realm, id, federationLink);
        return new EntityKey(realm, ServiceId.defaultOf(realm), id);
    }

    private void keep(EntityKey owner, FactorId factor) {
        new MissingRows(database).ensureEntity(owner, LONG_AGO);
        database.write(em -> em.persist(new FactorRow(owner, factor, LONG_AGO)));
    }

    private void challenge(EntityKey owner, String client, int count) {
        database.write(em -> {
            for (int i = 0; i < count; i++) {
                Challenge challenge = Challenge.opened(
                        owner,
                        FactorId.random(),
                        Optional.of(client),
                        ChallengeContents.NONE,
                        NOW,
                        NOW.plusSeconds(300));
                ChallengeRow.insertion(em, challenge, Optional.empty()).execute(em);
            }
        });
    }
}
