package io.verifytotp.keycloak.domain.contract;

import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.Challenges;
import io.verifytotp.keycloak.domain.challenge.FactorLedger;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.FactorStates;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.id.ChallengeId;
import io.verifytotp.keycloak.domain.id.EntityKey;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

/**
 * The rules that every {@link FactorLedger} keeps, in memory or in a database. A test of one extends this class and
 * says how to get at its store. All factors have new ids, so one store may serve all tests.
 */
public abstract class FactorLedgerContract {
    /** The ledger under test; may be the same for every test. */
    protected abstract FactorLedger ledger();

    /** Of the factors of the ledger under test. */
    protected abstract FactorStates states();

    /** Stores a pending factor, and whatever it needs beside it. */
    protected abstract void keepPending(PendingFactor factor);

    /** Stores the hot state of a verified factor as its enrollment leaves it, but with no step used. */
    protected abstract void keepVerified(Factor factor);

    /** Stores the credential of a verified factor alone, as a realm import does. */
    protected abstract void keepCredential(Factor factor);

    /** The challenges that the ledger under test records. */
    protected abstract Challenges challenges();

    /** The challenge as it is stored; empty if it is not. */
    public final Optional<Challenge> stored(EntityKey owner, ChallengeId id) {
        return challenges().find(owner, id);
    }

    @Nested
    public class ClaimingSteps extends LedgerClaimRules {
        public ClaimingSteps() {
            super(FactorLedgerContract.this);
        }
    }

    @Nested
    public class LockingFactors extends LedgerLockRules {
        public LockingFactors() {
            super(FactorLedgerContract.this);
        }
    }

    @Nested
    public class RecordingChallenges extends LedgerChallengeRules {
        public RecordingChallenges() {
            super(FactorLedgerContract.this);
        }
    }

    @Nested
    public class OpeningChallenges extends LedgerOpenRules {
        public OpeningChallenges() {
            super(FactorLedgerContract.this);
        }
    }

    @Nested
    public class ConfirmingChallenges extends LedgerConfirmRules {
        public ConfirmingChallenges() {
            super(FactorLedgerContract.this);
        }
    }

    @Nested
    public class KeepingState extends LedgerStateRules {
        public KeepingState() {
            super(FactorLedgerContract.this);
        }
    }

    @Nested
    public class EnrollingFactors extends LedgerEnrollmentRules {
        public EnrollingFactors() {
            super(FactorLedgerContract.this);
        }
    }

    @Nested
    public class RacingAnswers extends LedgerRaceRules {
        public RacingAnswers() {
            super(FactorLedgerContract.this);
        }
    }
}
