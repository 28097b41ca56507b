package io.verifytotp.keycloak.domain.challenge;

import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.domain.service.Budgets;
import io.verifytotp.keycloak.totp.TimeStep;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * Used steps, failures and locks of factors, and the challenges they belong to.
 *
 * <p>Unlike every port that reads, each method here <em>has been committed when it returns</em>: a request that fails
 * later can't give an attempt or a step back. None of them looks at the code itself.
 *
 * <p>All throw {@link StoreUnavailableException} where the store did not commit.
 */
public interface FactorLedger {
    /**
     * Marks {@code step} as used and the challenge as approved by it, both or neither. A challenge that is not in the
     * store gets there; whether it is, the store knows better than the caller.
     *
     * <p>A challenge that the caller has not read from the store comes from a page. It takes one answer for each page:
     * where the store knows of more wrong answers than the page, it is CHALLENGE_CLOSED to this one.
     *
     * @return APPROVED for exactly one caller per step; ALREADY_USED if this or a later step was used before (RFC 6238
     *     §5.2); LOCKED, DISABLED, CHALLENGE_CLOSED or TOO_MANY_CHALLENGES where a budget is spent
     */
    AttemptResult claimStep(Challenge challenge, Budgets budgets, TimeStep step, Instant now);

    /**
     * Counts a wrong code against the factor and the challenge, with the same rule for pages.
     *
     * @return WRONG_CODE with the lock that follows from it, if any; LOCKED, DISABLED, CHALLENGE_CLOSED or
     *     TOO_MANY_CHALLENGES where nothing was counted
     */
    AttemptResult countFailure(Challenge challenge, Budgets budgets, Instant now);

    /**
     * Keeps a challenge that was not answered yet, or whose answer left no trace.
     *
     * @return false where the factor had all its challenges of this hour or day, or is pending or another owner's, and
     *     this one is not kept
     */
    boolean open(Challenge challenge, Budgets budgets, Instant now);

    /**
     * As {@link #claimStep} for the code that verifies an enrollment; UNKNOWN_FACTOR unless pending and not expired.
     *
     * @param known how many failures the factor had when the page was shown, if a page asks. Where it has had more since,
     *     the page was answered: CHALLENGE_CLOSED, with the lock that this has brought, if any
     */
    AttemptResult claimEnrollmentStep(PendingFactor factor, OptionalInt known, TimeStep step, Instant now);

    /**
     * As {@link #countFailure} for a pending factor; UNKNOWN_FACTOR unless it is pending and not expired.
     *
     * @param known as for {@link #claimEnrollmentStep}
     */
    AttemptResult countEnrollmentFailure(PendingFactor factor, OptionalInt known, Budgets budgets, Instant now);
}
