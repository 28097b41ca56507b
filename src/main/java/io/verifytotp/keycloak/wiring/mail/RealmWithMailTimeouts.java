package io.verifytotp.keycloak.wiring.mail;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.RealmModelDelegate;

/**
 * A realm whose timeouts for its mail server are limited to 30 seconds each. Keycloak's default is 10 seconds, but since
 * 26.7 a realm can set other values, or no limit.
 */
final class RealmWithMailTimeouts extends RealmModelDelegate {
    private static final List<String> LIMITS = List.of("timeout", "connectionTimeout", "writeTimeout");
    private static final long LONGEST_MILLIS = 30_000;

    RealmWithMailTimeouts(RealmModel realm) {
        super(realm);
    }

    @Override
    public Map<String, String> getSmtpConfig() {
        Map<String, String> config = new HashMap<>(super.getSmtpConfig());
        LIMITS.forEach(limit -> config.computeIfPresent(limit, (name, millis) -> limited(millis)));
        return config;
    }

    private static String limited(String millis) {
        boolean within = millis.matches("[1-9]\\d{0,4}") && Long.parseLong(millis) <= LONGEST_MILLIS;
        return within ? millis : Long.toString(LONGEST_MILLIS);
    }
}
