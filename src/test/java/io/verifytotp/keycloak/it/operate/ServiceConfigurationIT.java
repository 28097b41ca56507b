package io.verifytotp.keycloak.it.operate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.http.Reply;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The default Service of a realm is the configuration of the required action, as the admin console edits it. */
class ServiceConfigurationIT {
    private static final String ACTION = "/authentication/required-actions/verify-totp-enroll";

    @AutoClose
    private static final TestRealm realm = RealmBuilder.aRealm().codeRequired().createOn(SharedKeycloak.get());

    @Test
    void theActionIsRegisteredInNewRealmsAndInMaster() {
        for (String path : new String[] {realm.path(ACTION), "/master" + ACTION}) {
            JsonNode action = realm.admin().get(path).expect(200).body();

            assertThat(action.get("name").asText()).isEqualTo("Set up Verify TOTP");
            assertThat(action.get("enabled").asBoolean()).isTrue();
            assertThat(action.get("defaultAction").asBoolean()).isFalse();
        }
    }

    @Test
    void theConsoleKnowsEveryOptionWithItsDefault() {
        JsonNode properties = realm.admin()
                .get(realm.path(ACTION + "/config-description"))
                .expect(200)
                .body()
                .get("properties");

        assertThat(properties.findValuesAsText("name"))
                .contains("max_auth_age", "issuer", "algorithm", "codeLength", "timeStep", "skew", "lockAfter");
        assertThat(properties).allSatisfy(property -> {
            assertThat(property.get("label").asText()).isNotBlank();
            assertThat(property.get("helpText").asText()).isNotBlank();
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            codeLength        | 9              | Code length must be a whole number from 6 to 8.
            codeLength        | six            | Code length must be a whole number from 6 to 8.
            timeStep          | 19             | Time step (seconds) must be a whole number from 20 to 60.
            skew              | 3              | Skew (time steps) must be a whole number from 0 to 2.
            algorithm         | md5            | Algorithm must be one of sha1, sha256, sha512.
            issuer            | Owl:Bank       | Issuer must be a text of at most 64 characters without a colon.
            image             | http://a.org/i | Image URL must be an absolute https address of at most 256 characters, or empty.
            disableAfter      | 101            | Disable after must be a whole number from 20 to 100.
            challengeLifetime | 3601           | Challenge lifetime (seconds) must be a whole number from 30 to 3600.
            lockAfter         | -1             | Lock after must be a whole number from 1 to 20.
            challengesPerDay  | 49             | Challenges per day must be at least Challenges per hour, which is 50.
            """)
    void aWrongValueIsRefusedWithTheFieldAndItsRange(String option, String value, String message) {
        Reply reply = realm.admin().put(realm.path(ACTION + "/config"), Map.of("config", Map.of(option, value)));

        assertThat(reply.expect(400).body().toString())
                .contains("\"field\":\"" + option + "\"")
                .contains(message);
    }

    @Test
    void newFactorsAreAsConfiguredAndOldOnesStayAsTheyWere() {
        try (TestRealm changing = RealmBuilder.aRealm().codeRequired().createOn(SharedKeycloak.get())) {
            EnrolledUser before = EnrolledUser.enroll(changing, "before");
            changing.configureEnrollment(Map.of(
                    "issuer", "Owl Bank",
                    "algorithm", "sha256",
                    "codeLength", "8",
                    "timeStep", "60",
                    "image", "https://owlbank.example/owl.png"));

            EnrolledUser after = EnrolledUser.enroll(changing, "after");

            assertThat(after.app().issuer()).isEqualTo("Owl Bank");
            assertThat(after.app().algorithm()).isEqualTo("SHA256");
            assertThat(after.app().digits()).isEqualTo(8);
            assertThat(after.app().period()).hasSeconds(60);
            after.clock().advanceToStepStart(after.app().period());
            assertThat(after.logIn(after.app().codeAt(after.clock().now())).isLoggedIn())
                    .isTrue();
            assertThat(before.logIn(before.freshCode()).isLoggedIn()).isTrue();
        }
    }

    /** Keycloak keeps a value as it was sent. */
    @Test
    void blanksAroundAValueMeanNothing() {
        try (TestRealm padded = RealmBuilder.aRealm()
                .codeRequired()
                .enrollConfig(Map.of(
                        "codeLength", " 8 ", "algorithm", " sha256 ", "challengesPerHour", " 5 ", "issuer", " Owl "))
                .createOn(SharedKeycloak.get())) {
            EnrolledUser user = EnrolledUser.enroll(padded, "padded");

            assertThat(user.app().digits()).isEqualTo(8);
            assertThat(user.app().algorithm()).isEqualTo("SHA256");
            assertThat(user.app().issuer()).isEqualTo("Owl");
        }
    }

    @Test
    void administratorsSeeTheFactorButNotItsSeed() {
        EnrolledUser user = EnrolledUser.enroll(realm, "seen");

        String credentials = realm.credentials(user.user()).toString();

        assertThat(credentials)
                .contains("verify-totp")
                .contains("sha1")
                .doesNotContain("v1.k1.")
                .doesNotContain(user.app().secret());
    }
}
