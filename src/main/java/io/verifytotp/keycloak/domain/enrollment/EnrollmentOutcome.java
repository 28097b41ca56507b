package io.verifytotp.keycloak.domain.enrollment;

import io.verifytotp.keycloak.domain.challenge.AttemptResult;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;

/**
 * Outcome of one attempt to verify a pending factor.
 *
 * @param result result of the code; {@code MALFORMED} if it was not evaluated
 * @param repeated whether this is the outcome of an earlier post of the same page
 */
public record EnrollmentOutcome(
        EntityKey owner, FactorId factor, EnrollmentVerdict verdict, AttemptResult result, boolean repeated) {
    public EnrollmentOutcome(EntityKey owner, FactorId factor, EnrollmentVerdict verdict, AttemptResult result) {
        this(owner, factor, verdict, result, false);
    }

    /** Returns whether an earlier post of the same page was refused, so that this one was refused as well. */
    public boolean isRepeatedRefusal() {
        return repeated && verdict != EnrollmentVerdict.VERIFIED;
    }

    /** Returns the reason for events and metrics; if the code was refused, the reason of its verdict. */
    public String reason() {
        return verdict == EnrollmentVerdict.CODE_REFUSED ? result.verdict().reason() : verdict.reason();
    }
}
