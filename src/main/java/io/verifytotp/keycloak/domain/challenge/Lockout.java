package io.verifytotp.keycloak.domain.challenge;

import java.util.Locale;

/** Effect of too many wrong codes on a factor. */
public enum Lockout {
    /** It accepts no codes for a time. */
    LOCKED,
    /** It accepts no codes until the user enrolls again or an administrator unlocks it. */
    DISABLED;

    /** The name in events and metrics, such as {@code locked}. */
    public String reason() {
        return name().toLowerCase(Locale.ROOT);
    }
}
