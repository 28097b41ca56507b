package io.verifytotp.keycloak.it.setup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.Settings;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.KeyRingFile;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server whose feature step-up-authentication is off: a flow with levels would let nobody in. */
@Tag("thorough")
class LevelsOffIT {
    @Test
    void levelsAreRefusedAndASetUpWithoutThemWorks() {
        try (KeycloakServer server = KeycloakServer.named("levels-off")
                        .databaseFile()
                        .buildOption("features-disabled", features())
                        .option(
                                "spi-verify-totp--default--key-file",
                                KeyRingFile.create("levels-off").toString())
                        .start();
                TestRealm realm = PlainRealm.on(server)) {
            SetupCalls calls = SetupCalls.of(realm);
            Map<String, JsonNode> before = RealmState.of(realm);

            String message = calls.api()
                    .post("/Setup", Form.of("Levels", "true"))
                    .expectError(409, 20409)
                    .message();

            assertThat(message).contains("step-up-authentication is off");
            assertThat(RealmState.of(realm)).isEqualTo(before);
            assertThat(calls.apply("everybody", "browser")).isNotEmpty();
        }
    }

    /** Keycloak 26.7 has a second feature that needs the first. */
    private static String features() {
        String stepUp = "step-up-authentication";
        return Settings.keycloakVersion().startsWith("26.4") ? stepUp : stepUp + ',' + stepUp + "-saml";
    }
}
