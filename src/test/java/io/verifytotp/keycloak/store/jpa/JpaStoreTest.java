package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.ChallengesContract;
import io.verifytotp.keycloak.domain.EnrollmentsContract;
import io.verifytotp.keycloak.domain.EntitiesContract;
import io.verifytotp.keycloak.domain.FactorChangesContract;
import io.verifytotp.keycloak.domain.PromotionsContract;
import io.verifytotp.keycloak.domain.SealedSeedsContract;
import io.verifytotp.keycloak.domain.StorePorts;
import io.verifytotp.keycloak.domain.VerifyStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The rules of the ports, kept by the database and Keycloak's credentials together. */
class JpaStoreTest {
    private static H2Transactions database;
    private static StorePorts ports;

    @BeforeAll
    static void open() {
        database = H2Transactions.open();
        H2Keycloak keycloak = new H2Keycloak(database, new FakeUsers());
        OwnTransaction transactions = keycloak.transactions();
        ports = new StorePorts(
                new VerifyStore(
                        keycloak.factors(),
                        new JpaEnrollments(transactions),
                        new JpaChallenges(transactions),
                        new JpaStandings(transactions),
                        new JpaFactorLedger(transactions)),
                new JpaEntities(transactions),
                new JpaFactorChanges(transactions),
                new JpaSealedSeeds(transactions));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Nested
    class KeepingChallenges extends ChallengesContract {
        @Override
        protected StorePorts ports() {
            return ports;
        }
    }

    @Nested
    class KeepingEnrollments extends EnrollmentsContract {
        @Override
        protected StorePorts ports() {
            return ports;
        }
    }

    @Nested
    class PromotingFactors extends PromotionsContract {
        @Override
        protected StorePorts ports() {
            return ports;
        }
    }

    @Nested
    class KeepingEntities extends EntitiesContract {
        @Override
        protected StorePorts ports() {
            return ports;
        }
    }

    @Nested
    class ChangingFactors extends FactorChangesContract {
        @Override
        protected StorePorts ports() {
            return ports;
        }
    }

    @Nested
    class ReplacingSealedSeeds extends SealedSeedsContract {
        @Override
        protected StorePorts ports() {
            return ports;
        }
    }
}
