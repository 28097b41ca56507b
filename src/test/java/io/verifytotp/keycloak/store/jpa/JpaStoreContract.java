package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.VerifyStore;
import io.verifytotp.keycloak.domain.contract.ChallengesContract;
import io.verifytotp.keycloak.domain.contract.EnrollmentsContract;
import io.verifytotp.keycloak.domain.contract.EntitiesContract;
import io.verifytotp.keycloak.domain.contract.FactorChangesContract;
import io.verifytotp.keycloak.domain.contract.FactorImportsContract;
import io.verifytotp.keycloak.domain.contract.PromotionsContract;
import io.verifytotp.keycloak.domain.contract.SealedSeedsContract;
import io.verifytotp.keycloak.domain.fake.StorePorts;
import io.verifytotp.keycloak.store.credential.UncachedCredentialLookup;
import io.verifytotp.keycloak.store.transaction.OwnTransaction;
import org.junit.jupiter.api.Nested;

/** The rules of the ports, kept by some database and Keycloak's credentials together. */
abstract class JpaStoreContract {
    private StorePorts ports;

    abstract DatabaseTransactions database();

    private StorePorts ports() {
        if (ports == null) {
            ports = portsOf(new FakeKeycloak(database(), new FakeUsers()));
        }
        return ports;
    }

    private static StorePorts portsOf(FakeKeycloak keycloak) {
        OwnTransaction transactions = keycloak.transactions();
        return new StorePorts(
                new VerifyStore(
                        keycloak.factors(),
                        new JpaEnrollments(transactions),
                        new JpaChallenges(transactions),
                        new JpaFactorStates(transactions),
                        new JpaFactorLedger(transactions, new UncachedCredentialLookup(transactions))),
                new JpaEntities(transactions),
                new JpaFactorChanges(transactions),
                new JpaSealedSeeds(transactions),
                new JpaFactorImports(transactions));
    }

    @Nested
    class KeepingChallenges extends ChallengesContract {
        @Override
        protected StorePorts ports() {
            return JpaStoreContract.this.ports();
        }
    }

    @Nested
    class KeepingEnrollments extends EnrollmentsContract {
        @Override
        protected StorePorts ports() {
            return JpaStoreContract.this.ports();
        }
    }

    @Nested
    class PromotingFactors extends PromotionsContract {
        @Override
        protected StorePorts ports() {
            return JpaStoreContract.this.ports();
        }
    }

    @Nested
    class KeepingEntities extends EntitiesContract {
        @Override
        protected StorePorts ports() {
            return JpaStoreContract.this.ports();
        }
    }

    @Nested
    class ChangingFactors extends FactorChangesContract {
        @Override
        protected StorePorts ports() {
            return JpaStoreContract.this.ports();
        }
    }

    @Nested
    class ReplacingSealedSeeds extends SealedSeedsContract {
        @Override
        protected StorePorts ports() {
            return JpaStoreContract.this.ports();
        }
    }

    @Nested
    class ImportingFactors extends FactorImportsContract {
        @Override
        protected StorePorts ports() {
            return JpaStoreContract.this.ports();
        }
    }
}
