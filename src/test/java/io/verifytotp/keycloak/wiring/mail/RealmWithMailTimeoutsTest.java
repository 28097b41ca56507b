package io.verifytotp.keycloak.wiring.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.store.Fake;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.models.RealmModel;

class RealmWithMailTimeoutsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 30000",
        "-1, 30000",
        "abc, 30000",
        "'', 30000",
        "30001, 30000",
        "9999999999999, 30000",
        "30000, 30000",
        "500, 500"
    })
    void waitsForHalfAMinuteAtMost(String configured, String limited) {
        Map<String, String> config = Map.of(
                "host", "mail", "timeout", configured, "connectionTimeout", configured, "writeTimeout", configured);

        assertThat(smtp(config))
                .containsEntry("host", "mail")
                .containsEntry("timeout", limited)
                .containsEntry("connectionTimeout", limited)
                .containsEntry("writeTimeout", limited);
    }

    @Test
    void leavesKeycloaksDefaults() {
        assertThat(smtp(Map.of("host", "mail"))).containsOnlyKeys("host");
    }

    private static Map<String, String> smtp(Map<String, String> config) {
        RealmModel realm =
                Fake.of(RealmModel.class).giving("getSmtpConfig", config).build();
        return new RealmWithMailTimeouts(realm).getSmtpConfig();
    }
}
