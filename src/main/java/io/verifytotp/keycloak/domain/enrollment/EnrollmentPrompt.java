package io.verifytotp.keycloak.domain.enrollment;

import io.verifytotp.keycloak.domain.id.FactorId;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * What is asked of a user or a program to verify a pending factor: a code of its app. A page takes one answer.
 *
 * @param factor the pending factor
 * @param failures how many wrong codes the factor had when the page was shown; empty where no page asks
 */
public record EnrollmentPrompt(FactorId factor, OptionalInt failures) {
    public EnrollmentPrompt {
        Objects.requireNonNull(factor, "factor");
        Objects.requireNonNull(failures, "failures");
    }

    /** A page that was shown when the factor had that many wrong codes. */
    public static EnrollmentPrompt page(FactorId factor, int failures) {
        return new EnrollmentPrompt(factor, OptionalInt.of(failures));
    }

    /** No page: every code is an answer of its own. */
    public static EnrollmentPrompt api(FactorId factor) {
        return new EnrollmentPrompt(factor, OptionalInt.empty());
    }
}
