package io.verifytotp.owlbank.stepup;

import io.verifytotp.owlbank.BankProperties;
import io.verifytotp.owlbank.transfer.Transfer;
import java.time.Duration;
import java.time.Instant;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * A login with a code, read from an access token.
 *
 * @param session of the user at Keycloak
 * @param time when the user has logged in, in seconds, by Keycloak's clock
 */
record CodeLogin(String session, long time) {
    /** The level of authentication at which Keycloak has asked for a code. */
    static final String LEVEL = "2";

    private static final Duration FRESH = Duration.ofMinutes(5);

    /**
     * The token's login, if the customer gave a code, gave it after ordering this transfer, and not too long ago. The
     * client has asked for all that with {@code acr_values} and {@code max_age}, which are wishes: so it is checked here.
     */
    static CodeLogin of(Jwt token, Transfer transfer, BankProperties bank) throws InsufficientAuthentication {
        Number time = token.getClaim("auth_time");
        String session = token.getClaimAsString("sid");
        boolean good = LEVEL.equals(token.getClaimAsString("acr"))
                && session != null
                && time != null
                && time.longValue() > transfer.getLoginTime()
                && Instant.ofEpochSecond(time.longValue())
                        .isAfter(Instant.now().minus(FRESH).minus(bank.clockSkew()));
        if (!good) {
            throw new InsufficientAuthentication();
        }
        return new CodeLogin(session, time.longValue());
    }

    /** The text to store with what was executed for it. */
    String proof() {
        return "login " + session + " at " + time;
    }
}
