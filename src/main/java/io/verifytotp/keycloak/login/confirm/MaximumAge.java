package io.verifytotp.keycloak.login.confirm;

import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.domain.service.ServiceOptions;
import java.time.Duration;
import java.util.Optional;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionConfigModel;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * The option for how long after a login users may confirm without the password. Keycloak's default for required actions
 * is five minutes, and people shop for longer; the code is asked for at any age. Keycloak adds the seconds to a time as
 * an {@code int}, which limits them.
 */
final class MaximumAge {
    static final String KEY = Constants.MAX_AUTH_AGE_KEY;
    static final String PROBLEM = "Maximum age of authentication must be a whole number from 0 to 2592000.";

    private static final int DEFAULT = (int) Duration.ofDays(1).toSeconds();
    private static final int MOST = (int) Duration.ofDays(30).toSeconds();

    private MaximumAge() {}

    static ProviderConfigProperty property() {
        return new ProviderConfigProperty(
                KEY,
                "Maximum age of authentication",
                "How many seconds after a login users may confirm an operation without entering their password again."
                        + " They enter a code in any case. Range: 0 to 2592000.",
                ProviderConfigProperty.STRING_TYPE,
                Integer.toString(DEFAULT));
    }

    static boolean isProblem(RequiredActionConfigModel config) {
        return set(config).filter(value -> seconds(value).isEmpty()).isPresent();
    }

    /** Returns the seconds of a realm; Keycloak's own default, which is shorter than ours, if the value is wrong. */
    static int of(RealmModel realm) {
        return Optional.ofNullable(realm.getRequiredActionConfigByAlias(Identifiers.CONFIRM_ACTION))
                .flatMap(MaximumAge::set)
                .map(value -> seconds(value).orElse(Constants.KC_ACTION_MAX_AGE))
                .orElse(DEFAULT);
    }

    private static Optional<String> set(RequiredActionConfigModel config) {
        return Optional.ofNullable(config.getConfigValue(KEY))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    private static Optional<Integer> seconds(String value) {
        return ServiceOptions.wholeNumber(value, 0, MOST);
    }
}
