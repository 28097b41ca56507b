package io.verifytotp.keycloak;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The texts that Keycloak looks up by names of ours. It asks each theme for its own; all themes find them in our jar, the
 * admin console's as well.
 */
public final class LookedUpTexts {
    private static final List<String> ACTIONS = List.of(
            "requiredAction.verify-totp-confirm",
            "requiredAction.verify-totp-enroll",
            "requiredAction.verify-totp-prove");

    /**
     * Keys by the type of theme. The login theme has the page behind an administrator's mail and the choice of ways to
     * log in; the account theme has the list of credentials, where a factor without a name is called by its type.
     */
    public static final Map<String, List<String>> BY_THEME = Map.of(
            "login",
            Stream.concat(
                            ACTIONS.stream(),
                            Stream.of(
                                    "verify-totp-display-name",
                                    "verify-totp-help-text",
                                    "verify-totp-form-display-name",
                                    "verify-totp-form-help-text"))
                    .toList(),
            "email",
            ACTIONS,
            "account",
            List.of("verify-totp", "verify-totp-display-name", "verify-totp-help-text", "verifyTotpLastUsed"),
            "admin",
            ACTIONS);

    private LookedUpTexts() {}
}
