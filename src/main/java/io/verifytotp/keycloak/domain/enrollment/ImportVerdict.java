package io.verifytotp.keycloak.domain.enrollment;

import java.util.Locale;

/** Result of importing one factor. Only CREATED has changed anything. */
public enum ImportVerdict {
    /** The factor was created. */
    CREATED,

    /** The Entity has a factor with this seed already. */
    EXISTS,

    /** The Entity has as many verified factors as the Service allows. An import never replaces one. */
    OTHER_FACTOR,

    /** The Entity has {@value EnrollmentStart#MAX_PENDING} pending factors. */
    PENDING_LIMIT,

    /** {@value EnrollmentStart#MAX_PER_DAY} factors have been created for the Entity within a day. */
    DAILY_LIMIT,

    /** There is no such user any more. */
    GONE,

    /** The user's storage does not accept credentials. */
    READ_ONLY,

    /** The key ring has no key, or not that of another factor of the Entity, which could have the same seed. */
    SEED_UNAVAILABLE,

    /** The store did not respond or commit. */
    STORE_UNAVAILABLE;

    /** The name in metrics, such as {@code other_factor}. */
    public String reason() {
        return name().toLowerCase(Locale.ROOT);
    }
}
