package io.verifytotp.keycloak.setup.flow;

import java.util.Locale;

/** Which users a way in asks for a code, apart from those who are exempt. */
public enum Asks {
    /** Users who have a factor are asked for a code, and all others set one up. */
    EVERYBODY,
    /** Users who have a factor are asked for a code; all others get in without one. */
    ENROLLED,
    /** Users who have a factor can get in without a code. */
    NOBODY,
    /** The report can't be sure: the way's reason says why. */
    UNKNOWN;

    /** Returns the word of the API, such as {@code everybody}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
