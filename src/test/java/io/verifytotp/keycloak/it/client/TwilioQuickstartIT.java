package io.verifytotp.keycloak.it.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.api.ApiClient;
import io.verifytotp.keycloak.it.support.api.ApiClientBuilder;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.Locale;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The examples for Twilio's libraries, with the libraries as they are. */
class TwilioQuickstartIT {
    @AutoClose
    private static final TestRealm realm = RealmBuilder.aRealm().codeRequired().createOn(SharedKeycloak.get());

    private static final ApiClient backend =
            ApiClientBuilder.aClient().roles(ApiRole.MANAGE).createIn(realm);

    @ParameterizedTest
    @EnumSource
    void walksTheQuickstart(Quickstart sdk) {
        TestUser user = realm.addUser(sdk.name().toLowerCase(Locale.ROOT));

        String seen = QuickstartWalk.of(realm.uri("/verify-totp"), backend, user, sdk);

        assertThat(seen).contains("129.90 EUR");
    }

    @Test
    void aWrongSecretIsRefusedInPython() {
        ApiClient stranger = new ApiClient(realm, backend.uuid(), backend.id(), "wrong");
        try (Dialog program = Quickstart.PYTHON.start(
                QuickstartWalk.environment(realm.uri("/verify-totp"), stranger, realm.addUser("stranger")))) {
            assertThat(program.await("Refused: .*").group()).contains("HTTP 401", "20003");
        }
    }
}
