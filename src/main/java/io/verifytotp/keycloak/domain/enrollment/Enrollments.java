package io.verifytotp.keycloak.domain.enrollment;

import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.domain.service.Grace;
import io.verifytotp.keycloak.domain.service.PostponeResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Pending factors, and the grace periods before enrollment. Methods that write have committed when they return, and
 * otherwise throw {@link StoreUnavailableException}.
 */
public interface Enrollments {
    /**
     * Stores a new pending factor, and its Entity if it is new. Deletes expired pending factors of the Entity.
     *
     * @param sameSeed tests whether another pending factor of the Entity has the same seed; called while no other
     *     request can add one. If it throws, nothing is stored and the exception is rethrown
     * @return STARTED, SEED_IN_USE, FACTOR_LIMIT for too many pending ones, or DAILY_LIMIT
     */
    EnrollmentStart.Outcome begin(PendingFactor factor, Predicate<PendingFactor> sameSeed);

    /** Stores a pending factor with a new seed, which no other factor has. */
    default EnrollmentStart.Outcome begin(PendingFactor factor) {
        return begin(factor, other -> false);
    }

    /** Starts the Entity's grace period, unless it has started before. Creates the Entity if it is new. */
    Grace.Start startGrace(EntityKey owner, Instant now);

    /**
     * Counts that a user postpones enrollment at a page. A page counts once.
     *
     * @param known how many times it had been postponed when the page was shown
     * @return COUNTED; PAGE_OUTDATED if the number has changed; OVER if a limit is reached or the period never started.
     *     Only COUNTED changes anything
     */
    PostponeResult postpone(EntityKey owner, Grace grace, int known, Instant now);

    /** Returns a pending factor, expired or not; empty if it is not one of this Entity's. */
    Optional<PendingFactor> find(EntityKey owner, FactorId id);

    /** Returns the pending factors of that Entity, expired or not. */
    List<PendingFactor> of(EntityKey owner);

    /**
     * Turns a pending factor into a verified one. In one transaction the sealed seed moves to the credential and, with
     * {@code maxFactors} 1, the Entity's other factors are removed. For an authorised enrollee, a number is appended to
     * a label that is taken.
     *
     * @param notes of the verified factor
     * @param maxFactors how many factors the Entity may have
     * @return VERIFIED for exactly one caller; PROOF_NEEDED, LABEL_TAKEN or FACTOR_LIMIT, with nothing changed;
     *     GONE if it is no longer pending
     */
    EnrollmentVerdict promote(PendingFactor factor, FactorNotes notes, int maxFactors, Enrollee enrollee, Instant now);
}
