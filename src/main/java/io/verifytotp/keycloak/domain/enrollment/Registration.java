package io.verifytotp.keycloak.domain.enrollment;

import java.util.Objects;
import java.util.Optional;

/**
 * How the wish for a new factor ended.
 *
 * @param enrollment the pending factor with its seed; present where it was admitted
 */
public record Registration(Admission admission, Optional<Enrollment> enrollment) {
    public Registration {
        Objects.requireNonNull(admission, "admission");
        Objects.requireNonNull(enrollment, "enrollment");
        if ((admission == Admission.ADMITTED) != enrollment.isPresent()) {
            throw new IllegalArgumentException("an enrollment comes with an admission, and only with that");
        }
    }

    /** An enrollment that was admitted. */
    public static Registration of(Enrollment enrollment) {
        return new Registration(Admission.ADMITTED, Optional.of(enrollment));
    }

    public static Registration refused(Admission reason) {
        return new Registration(reason, Optional.empty());
    }
}
