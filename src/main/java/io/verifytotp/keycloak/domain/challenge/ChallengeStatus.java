package io.verifytotp.keycloak.domain.challenge;

import java.util.Locale;

/** Status of a {@link Challenge}, with the names of the Verify API. */
public enum ChallengeStatus {
    /** Not answered yet. */
    PENDING,
    /** Answered with a right code. */
    APPROVED,
    /** Ended without a right code. */
    DENIED,
    /** Not answered in time. Derived from the clock, never stored. */
    EXPIRED;

    /** The name on the wire and in the database: {@code pending}, {@code approved}, {@code denied}, {@code expired}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
