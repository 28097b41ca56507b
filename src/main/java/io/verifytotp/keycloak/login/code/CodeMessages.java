package io.verifytotp.keycloak.login.code;

import io.verifytotp.keycloak.domain.challenge.AttemptResult;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentOutcome;
import io.verifytotp.keycloak.domain.factor.DeviceLabel;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.utils.FormMessage;

/**
 * Messages of refused codes and enrollments. Wrong, used, expired and locked codes get the same message, so that a
 * guesser learns nothing from it. Only the waiting time of a lock is added, because users need it.
 */
public final class CodeMessages {
    private static final String MALFORMED = "verifyTotpCodeMalformed";
    private static final String NOT_ACCEPTED = "verifyTotpCodeNotAccepted";
    private static final String NOT_ACCEPTED_SECONDS = "verifyTotpCodeNotAcceptedSeconds";
    private static final String NOT_ACCEPTED_MINUTES = "verifyTotpCodeNotAcceptedMinutes";
    private static final String UNAVAILABLE = "verifyTotpUnavailable";
    /** For a change that needs a proof, in a place that can't ask the user for one. */
    public static final String PROOF_REQUIRED = "verifyTotpProofRequired";

    public static final String FACTOR_LIMIT = "verifyTotpFactorLimit";
    private static final Duration SHOWN_IN_SECONDS = Duration.ofSeconds(90);

    private CodeMessages() {}

    public static FormMessage message(AttemptResult result, int digits, Instant now) {
        return switch (result.verdict()) {
            case APPROVED -> throw new IllegalArgumentException("an approval is no refusal");
            case MALFORMED -> new FormMessage(FormFields.CODE, MALFORMED, digits);
            case WRONG_CODE, ALREADY_USED, LOCKED, CHALLENGE_CLOSED, UNKNOWN_FACTOR ->
                notAccepted(result.lockedUntil(), now);
            case TOO_MANY_CHALLENGES -> new FormMessage(FormFields.CODE, "verifyTotpTooMany");
            case DISABLED -> new FormMessage(FormFields.CODE, "verifyTotpDisabled");
            case UNREADABLE_SEED, STORE_UNAVAILABLE -> new FormMessage(FormFields.CODE, UNAVAILABLE);
        };
    }

    public static FormMessage message(EnrollmentOutcome outcome, int digits, Instant now) {
        return switch (outcome.verdict()) {
            case VERIFIED -> throw new IllegalArgumentException("a verified enrollment is no refusal");
            case PROOF_NEEDED -> throw new IllegalArgumentException("a missing proof has a page and no message");
            case CODE_REFUSED -> message(outcome.result(), digits, now);
            case LABEL_MISSING -> new FormMessage(FormFields.LABEL, "verifyTotpLabelMissing");
            case LABEL_TAKEN -> new FormMessage(FormFields.LABEL, "verifyTotpLabelTaken");
            case LABEL_TOO_LONG -> new FormMessage(FormFields.LABEL, "verifyTotpLabelTooLong", DeviceLabel.MAX_LENGTH);
            case FACTOR_LIMIT -> new FormMessage(FormFields.CODE, FACTOR_LIMIT);
            case GONE -> gone();
        };
    }

    /** Returns the message for a pending factor that has expired; the page shows a new one. */
    public static FormMessage gone() {
        return new FormMessage(FormFields.CODE, "verifyTotpEnrollmentGone");
    }

    /** Returns the message for an enrollment that can't be postponed, or not any longer. */
    public static FormMessage laterOver() {
        return new FormMessage(null, "verifyTotpLaterOver");
    }

    /** Builds the page for a user whose only factor was removed while another page was open. */
    static Response removed(LoginFormsProvider form) {
        return form.setError("verifyTotpFactorGone").createErrorPage(Response.Status.BAD_REQUEST);
    }

    /** Builds the page for a user whose factors can't be read. */
    public static Response unavailable(LoginFormsProvider form) {
        return form.setError(UNAVAILABLE).createErrorPage(Response.Status.SERVICE_UNAVAILABLE);
    }

    /** Returns the message for a lock of Keycloak's brute-force protection; the same as for a wrong code. */
    public static FormMessage notAccepted() {
        return new FormMessage(FormFields.CODE, NOT_ACCEPTED);
    }

    /** Returns the message with the digits of the page's factor; the realm's options may have changed since. */
    public static FormMessage ofDigits(FormMessage message, int digits) {
        return message.getMessage().equals(MALFORMED) ? new FormMessage(FormFields.CODE, MALFORMED, digits) : message;
    }

    static boolean isNotAccepted(FormMessage message) {
        return message.getMessage().startsWith(NOT_ACCEPTED);
    }

    private static FormMessage notAccepted(Optional<Instant> lockedUntil, Instant now) {
        if (lockedUntil.isEmpty()) {
            return notAccepted();
        }
        Duration wait = Duration.between(now, lockedUntil.get());
        return wait.compareTo(SHOWN_IN_SECONDS) <= 0
                ? new FormMessage(FormFields.CODE, NOT_ACCEPTED_SECONDS, roundedUp(wait, Duration.ofSeconds(1)))
                : new FormMessage(FormFields.CODE, NOT_ACCEPTED_MINUTES, roundedUp(wait, Duration.ofMinutes(1)));
    }

    private static long roundedUp(Duration wait, Duration unit) {
        return Math.max(1, wait.plus(unit).minusMillis(1).dividedBy(unit));
    }
}
