package io.verifytotp.keycloak.domain.contract;

import io.verifytotp.keycloak.domain.fake.StorePorts;
import org.junit.jupiter.api.Nested;

/** The fakes keep the rules of the ports, so that what the engine's tests show holds for the database too. */
public class InMemoryStoreTest {
    private final StorePorts ports = StorePorts.inMemory();

    @Nested
    public class KeepingChallenges extends ChallengesContract {
        @Override
        protected StorePorts ports() {
            return ports;
        }
    }

    @Nested
    public class KeepingEnrollments extends EnrollmentsContract {
        @Override
        protected StorePorts ports() {
            return ports;
        }
    }

    @Nested
    public class PromotingFactors extends PromotionsContract {
        @Override
        protected StorePorts ports() {
            return ports;
        }
    }

    @Nested
    public class KeepingEntities extends EntitiesContract {
        @Override
        protected StorePorts ports() {
            return ports;
        }
    }

    @Nested
    public class ChangingFactors extends FactorChangesContract {
        @Override
        protected StorePorts ports() {
            return ports;
        }
    }

    @Nested
    public class ReplacingSealedSeeds extends SealedSeedsContract {
        @Override
        protected StorePorts ports() {
            return ports;
        }
    }

    @Nested
    public class ImportingFactors extends FactorImportsContract {
        @Override
        protected StorePorts ports() {
            return ports;
        }
    }
}
