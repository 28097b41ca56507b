package io.verifytotp.keycloak.it.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.verifytotp.keycloak.it.support.Settings;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.browser.Browser;
import io.verifytotp.keycloak.it.support.browser.BrowserExtension;
import io.verifytotp.keycloak.it.support.browser.LoginPage;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.KeyRingFile;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The key ring in production mode: missing, wrong, and right. */
@ExtendWith(BrowserExtension.class)
class KeyRingIT {
    private static final String OPTION = "spi-verify-totp--default--key-file";

    @Test
    @Tag("thorough") // a server of its own
    void withoutARingTheServerRunsWarnsOnceAndEnrollsNobody(Browser browser) {
        try (KeycloakServer server =
                KeycloakServer.named("no-ring").databaseFile().start()) {
            TestRealm realm = RealmBuilder.aRealm().codeRequired().createOn(server);
            TestUser user = realm.addUser("unlucky");
            assertThat(realm.api(ApiRole.MANAGE, "manage-realm")
                            .post("/Setup", Form.of("Mode", "everybody"))
                            .expectError(409, 20409)
                            .message())
                    .contains("has no key ring");

            LoginPage.open(browser, realm).logIn(user);

            browser.await(org.openqa.selenium.By.id("kc-error-message"));
            browser.screenshot(Settings.work().resolve("screenshots/no-key-ring.png"));
            assertThat(browser.pageSource()).contains("Authenticator apps can't be set up at the moment.");
            assertThat(realm.credentials(user).findValuesAsText("type")).containsOnly("password");
            assertThat(realm.events("UPDATE_CREDENTIAL_ERROR")).anySatisfy(event -> assertThat(
                            event.at("/details/verify_totp_reason").asText())
                    .isEqualTo("seed_unavailable"));
            assertThat(server.log().lines().filter(line -> line.contains("WARN") && line.contains("key ring,")))
                    .singleElement()
                    .asString()
                    .contains("openssl rand -base64 32")
                    .contains("--spi-verify-totp--default--key-file=");
        }
    }

    @Test
    void aShortKeyIsRefusedByName() throws IOException {
        assertRefused("short", "k1:" + "A".repeat(22) + "==\n", "rw-------", "key 'k1' has 128 bits, 256 are needed");
    }

    @Test
    @Tag("thorough") // the server ends as it does for a short key; KeyRingTest and KeyFileTest have every reason
    void aSecondKeyOfTheSameNameIsRefused() throws IOException {
        String ring = KeyRingFile.line("k1") + KeyRingFile.line("k1");

        assertRefused("twice", ring, "rw-------", "there are two keys with the id 'k1'");
    }

    @Test
    @Tag("thorough") // the server ends as it does for a short key; KeyRingTest and KeyFileTest have every reason
    void aFileThatOthersMayReadIsRefused() throws IOException {
        assertRefused("open", KeyRingFile.line("k1"), "rw-r--r--", "may be read or changed by others");
    }

    private static void assertRefused(String name, String ring, String permissions, String message) throws IOException {
        Path file = KeyRingFile.create(name);
        Files.writeString(file, ring);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

        assertThatThrownBy(() -> KeycloakServer.named("ring-" + name)
                        .databaseFile()
                        .option(OPTION, file.toString())
                        .start())
                .hasMessageContaining("key file " + file)
                .hasMessageContaining(message)
                .hasMessageNotContaining("A".repeat(22));
    }
}
