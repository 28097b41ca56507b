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
 * <p>Unlike ports that read, each method <em>has committed when it returns</em>: a request that fails later can't undo
 * an attempt or free a step. No method checks the code itself.
 *
 * <p>All methods throw {@link StoreUnavailableException} if the store does not commit.
 */
public interface FactorLedger {
    /**
     * Marks {@code step} as used and the challenge as approved by it, both or neither. Stores the challenge unless it is
     * {@link Challenge#recorded}; if the store has it already, another post of its page was first, and the result is
     * CHALLENGE_CLOSED.
     *
     * <p>A challenge {@link Challenge#ofPage} accepts one answer per page: if the stored number of wrong answers is not
     * that of the page, the result is CHALLENGE_CLOSED. The client of
     * the page that has the approval is stored with it, also for a challenge that was opened before.
     *
     * @return APPROVED for exactly one caller per step; ALREADY_USED if this or a later step was used before (RFC 6238
     *     §5.2); LOCKED, DISABLED, CHALLENGE_CLOSED or TOO_MANY_CHALLENGES if a budget is exhausted
     */
    AttemptResult claimStep(Challenge challenge, Budgets budgets, TimeStep step, Instant now);

    /**
     * Counts a wrong code against the factor and the challenge, with the same rule for pages.
     *
     * @return WRONG_CODE with the lock that it causes, if any; LOCKED, DISABLED, CHALLENGE_CLOSED or
     *     TOO_MANY_CHALLENGES if nothing was counted
     */
    AttemptResult countFailure(Challenge challenge, Budgets budgets, Instant now);

    /**
     * Stores a challenge that was not answered yet, or whose answer stored nothing.
     *
     * @return false if nothing was stored: the factor has no challenges left for this hour or day, is pending or is
     *     another owner's
     */
    boolean open(Challenge challenge, Budgets budgets, Instant now);

    /**
     * As {@link #claimStep} for the code that verifies an enrollment; UNKNOWN_FACTOR unless pending and not expired.
     *
     * @param known number of failures of the factor when the page was shown, if there is a page. If it has more now,
     *     the page was answered before: CHALLENGE_CLOSED, with the lock that this answer caused, if any
     */
    AttemptResult claimEnrollmentStep(PendingFactor factor, OptionalInt known, TimeStep step, Instant now);

    /** As {@link #countFailure} for a pending factor; the rest as for {@link #claimEnrollmentStep}. */
    AttemptResult countEnrollmentFailure(PendingFactor factor, OptionalInt known, Budgets budgets, Instant now);
}
