package io.verifytotp.keycloak.domain.factor;

import io.verifytotp.keycloak.PublicApi;
import java.util.Locale;

/** Why a credential stays where it is when Keycloak's own OTP is adopted, or factors are given back to it. */
@PublicApi
public enum OtpObstacle {
    HOTP("It counts logins instead of time (HOTP), and stays with Keycloak."),
    UNREADABLE("Its data can't be read. Remove the credential; its user sets up a new app."),
    PARAMETERS("Its algorithm, digits or period are outside of the ranges of factors, so it stays with Keycloak."),
    SEED_LENGTH("Its seed is shorter or longer than a factor's may be, so it stays with Keycloak."),
    ID("Its id is not a UUID in lower case, as Keycloak makes them, so it stays with Keycloak."),
    HAS_FACTOR("Its user already has a factor. Remove the credential if the user does not need it."),
    NO_USER("Its user is not found in the user's storage."),
    SERVICE_ACCOUNT("It belongs to the account of a program, which nobody asks for a code. Remove it."),
    NO_KEY("The key of its seed is not in the key ring. Add the key, then call again."),
    LOCKED("It is locked or disabled after wrong codes. Unlock it, or wait, then call again."),
    UNAVAILABLE("The user's storage did not respond. Call again later.");

    private final String message;

    OtpObstacle(String message) {
        this.message = message;
    }

    /** Returns the API's word. */
    public String reason() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns a sentence that says what to do, or that nothing needs to be done. */
    public String message() {
        return message;
    }
}
