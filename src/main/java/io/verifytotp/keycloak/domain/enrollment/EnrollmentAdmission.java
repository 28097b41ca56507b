package io.verifytotp.keycloak.domain.enrollment;

import java.util.Locale;

/** Whether a new pending factor is taken. */
public enum EnrollmentAdmission {
    ADMITTED,
    /** Another factor of the Entity has the same seed. */
    SEED_IN_USE,
    /** The Entity has as many verified factors as the Service allows, or {@value #MAX_PENDING} pending ones. */
    FACTOR_LIMIT,
    /** {@value #MAX_PER_DAY} factors have been made for the Entity within a day. */
    DAILY_LIMIT;

    /** Pending factors of an Entity at a time. */
    public static final int MAX_PENDING = 100;

    /** Factors that are made for an Entity within a day. */
    public static final int MAX_PER_DAY = 100;

    /** The name in events, such as {@code factor_limit}. */
    public String reason() {
        return name().toLowerCase(Locale.ROOT);
    }
}
