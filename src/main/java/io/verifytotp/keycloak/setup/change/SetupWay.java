package io.verifytotp.keycloak.setup.change;

import java.util.Arrays;
import java.util.List;

/** Ways in that the set-up can change. */
public enum SetupWay {
    BROWSER("browser", "browser"),
    CLIENT_OVERRIDES("client-overrides", "client-override"),
    REGISTRATION("registration", "registration"),
    RESET_CREDENTIALS("reset-credentials", "reset-credentials"),
    DIRECT_GRANT("direct-grant", "direct-grant"),
    FIRST_BROKER_LOGIN("first-broker-login", "first-broker-login"),
    POST_BROKER_LOGIN("post-broker-login", "post-broker-login");

    private final String word;
    private final String reported;

    SetupWay(String word, String reported) {
        this.word = word;
        this.reported = reported;
    }

    /** Returns the word of the API, such as {@code client-overrides}. */
    public String word() {
        return word;
    }

    /** Returns the word of the report, such as {@code client-override}. */
    String reported() {
        return reported;
    }

    /** Returns the words of all ways. */
    public static List<String> words() {
        return Arrays.stream(values()).map(SetupWay::word).toList();
    }
}
