package io.verifytotp.keycloak.login.code;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * How often a login was told that its code was not accepted. From the second time on the pages show the server's time:
 * a phone whose clock is wrong makes wrong codes for ever. It hangs on what the user was told, not on why, so that the
 * help tells a guesser nothing more.
 */
public record RefusedCodeCounter(AuthenticationSessionModel authentication) {
    private static final String NOTE = "verify-totp.refused-codes";
    private static final int HELPED_FROM = 2;

    /** Counts the message if it refuses a code. The time to show is {@code now}, if the user needs to see one. */
    public Optional<Instant> helpAfter(Optional<FormMessage> error, Instant now) {
        if (error.isEmpty() || !CodeMessages.isOfACode(error.get())) {
            return Optional.empty();
        }
        int refused = count() + 1;
        authentication.setAuthNote(NOTE, Integer.toString(refused));
        return refused < HELPED_FROM ? Optional.empty() : Optional.of(now.truncatedTo(ChronoUnit.SECONDS));
    }

    private int count() {
        String note = authentication.getAuthNote(NOTE);
        return note == null ? 0 : Integer.parseInt(note);
    }
}
