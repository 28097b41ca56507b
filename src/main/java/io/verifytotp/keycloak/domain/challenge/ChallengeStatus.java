package io.verifytotp.keycloak.domain.challenge;

import java.util.Locale;

/** Where a {@link Challenge} stands, under the names of the Verify API. */
public enum ChallengeStatus {
    /** Still to be answered. */
    PENDING,
    /** A right code answered it. */
    APPROVED,
    /** Ended without a right code. */
    DENIED,
    /** Not answered in time. Derived from the time, never stored. */
    EXPIRED;

    /** The name on the wire and in the database: {@code pending}, {@code approved}, {@code denied}, {@code expired}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
