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
 * What the pages say when a code was refused. Wrong, used, expired and locked read the same, so that the page tells
 * a guesser nothing; only the waiting time of a lock is added, which whoever waits needs.
 */
public final class CodeMessages {
    public static final String CODE_FIELD = "code";
    public static final String FACTOR_FIELD = "factor";
    public static final String LABEL_FIELD = "label";

    private static final String MALFORMED = "verifyTotpCodeMalformed";
    private static final String NOT_ACCEPTED = "verifyTotpCodeNotAccepted";
    private static final String NOT_ACCEPTED_SECONDS = "verifyTotpCodeNotAcceptedSeconds";
    private static final String NOT_ACCEPTED_MINUTES = "verifyTotpCodeNotAcceptedMinutes";
    private static final String UNAVAILABLE = "verifyTotpUnavailable";
    /** The error where a change needs a proof and the user can't be asked for one there. */
    public static final String PROOF_REQUIRED = "verifyTotpProofRequired";

    public static final String FACTOR_LIMIT = "verifyTotpFactorLimit";
    private static final Duration TOLD_IN_SECONDS = Duration.ofSeconds(90);

    private CodeMessages() {}

    /** The message for a settlement that is not an approval, at the code's field. */
    public static FormMessage message(AttemptResult result, int digits, Instant now) {
        return switch (result.verdict()) {
            case APPROVED -> throw new IllegalArgumentException("an approval is no refusal");
            case MALFORMED -> new FormMessage(CODE_FIELD, MALFORMED, digits);
            case WRONG_CODE, ALREADY_USED, LOCKED, CHALLENGE_CLOSED, UNKNOWN_FACTOR ->
                notAccepted(result.lockedUntil(), now);
            case TOO_MANY_CHALLENGES -> new FormMessage(CODE_FIELD, "verifyTotpTooMany");
            case DISABLED -> new FormMessage(CODE_FIELD, "verifyTotpDisabled");
            case UNREADABLE_SEED, STORE_UNAVAILABLE -> new FormMessage(CODE_FIELD, UNAVAILABLE);
        };
    }

    /** The message for an enrollment that was not verified, at the field it is about. */
    public static FormMessage message(EnrollmentOutcome outcome, int digits, Instant now) {
        return switch (outcome.verdict()) {
            case VERIFIED -> throw new IllegalArgumentException("a verified enrollment is no refusal");
            case PROOF_NEEDED -> throw new IllegalArgumentException("who needs a proof is asked for it");
            case CODE_REFUSED -> message(outcome.result(), digits, now);
            case LABEL_MISSING -> new FormMessage(LABEL_FIELD, "verifyTotpLabelMissing");
            case LABEL_TAKEN -> new FormMessage(LABEL_FIELD, "verifyTotpLabelTaken");
            case LABEL_TOO_LONG -> new FormMessage(LABEL_FIELD, "verifyTotpLabelTooLong", DeviceLabel.MAX_LENGTH);
            case FACTOR_LIMIT -> new FormMessage(CODE_FIELD, FACTOR_LIMIT);
            case GONE -> gone();
        };
    }

    /** The message where the pending factor is no more, and the page shows a new one. */
    public static FormMessage gone() {
        return new FormMessage(CODE_FIELD, "verifyTotpEnrollmentGone");
    }

    /** The message where the set-up can't be put off any longer, or could not be at all. */
    public static FormMessage laterOver() {
        return new FormMessage(null, "verifyTotpLaterOver");
    }

    /** The page where the user's only factor was removed while another page was open. */
    static Response removed(LoginFormsProvider form) {
        return form.setError("verifyTotpFactorGone").createErrorPage(Response.Status.BAD_REQUEST);
    }

    /** The page where no factor of the user's can be read. */
    static Response unavailable(LoginFormsProvider form) {
        return form.setError(UNAVAILABLE).createErrorPage(Response.Status.SERVICE_UNAVAILABLE);
    }

    /** The message where Keycloak's own brute-force protection refuses: it reads like a wrong code. */
    public static FormMessage notAccepted() {
        return new FormMessage(CODE_FIELD, NOT_ACCEPTED);
    }

    /** The message with the number of digits that the page's code has; the realm's options may have changed since. */
    public static FormMessage ofDigits(FormMessage message, int digits) {
        return message.getMessage().equals(MALFORMED) ? new FormMessage(CODE_FIELD, MALFORMED, digits) : message;
    }

    /** Whether the message says that a code of the right form was not accepted, for whatever reason. */
    static boolean isOfACode(FormMessage message) {
        return message.getMessage().startsWith(NOT_ACCEPTED);
    }

    private static FormMessage notAccepted(Optional<Instant> lockedUntil, Instant now) {
        if (lockedUntil.isEmpty()) {
            return notAccepted();
        }
        Duration wait = Duration.between(now, lockedUntil.get());
        return wait.compareTo(TOLD_IN_SECONDS) <= 0
                ? new FormMessage(CODE_FIELD, NOT_ACCEPTED_SECONDS, roundedUp(wait, Duration.ofSeconds(1)))
                : new FormMessage(CODE_FIELD, NOT_ACCEPTED_MINUTES, roundedUp(wait, Duration.ofMinutes(1)));
    }

    private static long roundedUp(Duration wait, Duration unit) {
        return Math.max(1, wait.plus(unit).minusMillis(1).dividedBy(unit));
    }
}
