package io.verifytotp.keycloak.domain.enrollment;

import io.verifytotp.keycloak.domain.challenge.AttemptResult;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import java.util.Objects;

/**
 * How one attempt to verify a pending factor ended.
 *
 * @param result what became of the code; {@code MALFORMED} where it was not looked at
 * @param repeated whether this is the outcome of an attempt before, which was the same one
 */
public record EnrollmentOutcome(
        EntityKey owner, FactorId factor, EnrollmentVerdict verdict, AttemptResult result, boolean repeated) {
    public EnrollmentOutcome {
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(factor, "factor");
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(result, "settlement");
    }

    public EnrollmentOutcome(EntityKey owner, FactorId factor, EnrollmentVerdict verdict, AttemptResult result) {
        this(owner, factor, verdict, result, false);
    }

    /** Whether a post of the same page was refused before, and this one was refused with it. */
    public boolean isRepeatedRefusal() {
        return repeated && verdict != EnrollmentVerdict.VERIFIED;
    }

    /** The reason for events and metrics: that of the code where the code was refused. */
    public String reason() {
        return verdict == EnrollmentVerdict.CODE_REFUSED ? result.verdict().reason() : verdict.reason();
    }
}
