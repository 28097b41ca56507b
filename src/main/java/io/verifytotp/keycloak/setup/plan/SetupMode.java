package io.verifytotp.keycloak.setup.plan;

import com.fasterxml.jackson.annotation.JsonValue;
import io.verifytotp.keycloak.setup.flow.Asks;
import java.util.Locale;

/** Which users the set-up has to ask for a code. */
public enum SetupMode {
    /** All users: those without a factor set one up. */
    EVERYBODY,
    /** Users who have a factor; the others get in as before. */
    ENROLLED;

    /** Returns the word of the API, such as {@code everybody}. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether a way in that asks these users fulfils this mode. */
    public boolean isKeptBy(Asks asks) {
        return asks == Asks.EVERYBODY || (this == ENROLLED && asks == Asks.ENROLLED);
    }
}
