package io.verifytotp.keycloak.domain;

import org.junit.jupiter.api.Nested;

/** The fakes keep the rules of the ports, so that what the engine's tests show holds for the database too. */
class InMemoryStoreTest {
    private final StorePorts ports = StorePorts.inMemory();

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
