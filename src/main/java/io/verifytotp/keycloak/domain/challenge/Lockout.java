package io.verifytotp.keycloak.domain.challenge;

import java.util.Locale;

/** What too many wrong codes bring upon a factor. */
public enum Lockout {
    /** It takes no codes for a time. */
    LOCKED,
    /** It takes no codes until it is enrolled anew or an administrator enables it. */
    DISABLED;

    /** The name in events and metrics, such as {@code locked}. */
    public String reason() {
        return name().toLowerCase(Locale.ROOT);
    }
}
