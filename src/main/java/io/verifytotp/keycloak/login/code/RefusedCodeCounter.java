package io.verifytotp.keycloak.login.code;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Counts the "code not accepted" messages of one login. From the second on, the pages show the server's time, because a
 * phone with a wrong clock makes only wrong codes. The count depends on the message alone, so the time reveals nothing
 * about the reason.
 */
public final class RefusedCodeCounter {
    private static final String NOTE = "verify-totp.refused-codes";
    private static final int HELPED_FROM = 2;

    private RefusedCodeCounter() {}

    /** Counts the message if it refuses a code, and returns the time to show, in whole seconds, if one is due. */
    public static Optional<Instant> helpAfter(
            Optional<FormMessage> error, AuthenticationSessionModel authentication, Instant now) {
        if (error.isEmpty() || !CodeMessages.isNotAccepted(error.get())) {
            return Optional.empty();
        }
        String note = authentication.getAuthNote(NOTE);
        int refused = note == null ? 1 : Integer.parseInt(note) + 1;
        authentication.setAuthNote(NOTE, Integer.toString(refused));
        return refused < HELPED_FROM ? Optional.empty() : Optional.of(now.truncatedTo(ChronoUnit.SECONDS));
    }
}
