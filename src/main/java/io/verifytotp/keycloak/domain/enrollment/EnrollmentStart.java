package io.verifytotp.keycloak.domain.enrollment;

import java.util.Objects;
import java.util.Optional;

/**
 * How the wish for a new factor ended.
 *
 * @param enrollment the pending factor with its seed; present where it was admitted
 */
public record EnrollmentStart(EnrollmentAdmission admission, Optional<Enrollment> enrollment) {
    public EnrollmentStart {
        Objects.requireNonNull(admission, "admission");
        Objects.requireNonNull(enrollment, "enrollment");
        if ((admission == EnrollmentAdmission.ADMITTED) != enrollment.isPresent()) {
            throw new IllegalArgumentException("an enrollment comes with an admission, and only with that");
        }
    }

    /** An enrollment that was admitted. */
    public static EnrollmentStart of(Enrollment enrollment) {
        return new EnrollmentStart(EnrollmentAdmission.ADMITTED, Optional.of(enrollment));
    }

    public static EnrollmentStart refused(EnrollmentAdmission reason) {
        return new EnrollmentStart(reason, Optional.empty());
    }
}
