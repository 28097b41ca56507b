package io.verifytotp.keycloak.domain.enrollment;

import java.util.Locale;
import java.util.Optional;

/** Result of a request for a new factor, with the pending factor if and only if the enrollment was started. */
public record EnrollmentStart(Outcome outcome, Optional<Enrollment> enrollment) {
    /** Maximum pending factors of an Entity at a time. */
    public static final int MAX_PENDING = 100;

    /** Maximum factors created for an Entity within a day. */
    public static final int MAX_PER_DAY = 100;

    /** Reasons for which an enrollment is refused, and the one success. */
    public enum Outcome {
        STARTED,
        /** Another factor of the Entity has the same seed. */
        SEED_IN_USE,
        /** The Entity has the maximum of verified factors, or {@value EnrollmentStart#MAX_PENDING} pending ones. */
        FACTOR_LIMIT,
        /** {@value EnrollmentStart#MAX_PER_DAY} factors have been created for the Entity within a day. */
        DAILY_LIMIT;

        /** The name in events, such as {@code factor_limit}. */
        public String reason() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public EnrollmentStart {
        if ((outcome == Outcome.STARTED) != enrollment.isPresent()) {
            throw new IllegalArgumentException("an enrollment is given if and only if it was started");
        }
    }

    public static EnrollmentStart of(Enrollment enrollment) {
        return new EnrollmentStart(Outcome.STARTED, Optional.of(enrollment));
    }

    public static EnrollmentStart refused(Outcome reason) {
        return new EnrollmentStart(reason, Optional.empty());
    }
}
