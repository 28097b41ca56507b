package io.verifytotp.keycloak.domain.enrollment;

import io.verifytotp.keycloak.domain.id.FactorId;
import java.util.OptionalInt;

/**
 * A request for a code that verifies a pending factor, by a page or over the API. A page accepts one answer.
 *
 * @param factor the pending factor
 * @param failures number of wrong codes of the factor when the page was shown; empty over the API
 */
public record EnrollmentPrompt(FactorId factor, OptionalInt failures) {
    /** Returns the prompt of a page that was shown when the factor had that many wrong codes. */
    public static EnrollmentPrompt page(FactorId factor, int failures) {
        return new EnrollmentPrompt(factor, OptionalInt.of(failures));
    }

    /** Returns the prompt of an API call: each code is an answer of its own. */
    public static EnrollmentPrompt api(FactorId factor) {
        return new EnrollmentPrompt(factor, OptionalInt.empty());
    }
}
