package io.verifytotp.keycloak.totp;

import io.verifytotp.keycloak.PublicApi;
import java.time.Duration;

/**
 * Parameters that the server and the authenticator app share, besides the seed.
 *
 * @param digits 3 to 8; RFC 4226 §5.3 requires at least 6, fewer are for API callers who need them
 * @param period duration of a time step, 20 to 60 whole seconds
 */
@PublicApi
public record TotpParameters(HashAlgorithm algorithm, int digits, Duration period) {
    public static final int MIN_DIGITS = 3;
    public static final int MAX_DIGITS = 8;
    public static final Duration MIN_PERIOD = Duration.ofSeconds(20);
    public static final Duration MAX_PERIOD = Duration.ofSeconds(60);

    public TotpParameters {
        if (digits < MIN_DIGITS || digits > MAX_DIGITS) {
            throw new IllegalArgumentException("digits must be " + MIN_DIGITS + ".." + MAX_DIGITS + ", got " + digits);
        }
        if (period.compareTo(MIN_PERIOD) < 0 || period.compareTo(MAX_PERIOD) > 0 || period.toNanosPart() != 0) {
            throw new IllegalArgumentException("period must be 20..60 whole seconds, got " + period);
        }
    }
}
