package io.verifytotp.keycloak.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * Factors on their way to being verified. What writes here has been committed when it returns, and throws
 * {@link StoreUnavailableException} where it has not.
 */
public interface Enrollments {
    /** Keeps a new pending factor, and its Entity where that is new. Expired ones of the same Entity are dropped. */
    void begin(PendingFactor factor);

    /** That pending factor, expired or not, if it is one of this Entity's and still pending. */
    Optional<PendingFactor> find(EntityKey owner, FactorId id);

    /**
     * Makes a verified factor of a pending one: in one transaction the sealed seed moves to the credential and, with
     * {@code maxFactors} 1, the Entity's other factors go.
     *
     * @param proved the factor that the session has proved; needed where the Entity has a factor by now
     * @return VERIFIED for exactly one caller; PROOF_NEEDED, LABEL_TAKEN or FACTOR_LIMIT, with nothing changed;
     *     GONE if it is no longer pending
     */
    EnrollmentVerdict promote(
            PendingFactor factor, String label, int maxFactors, Optional<FactorId> proved, Instant now);
}
