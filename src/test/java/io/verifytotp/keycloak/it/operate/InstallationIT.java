package io.verifytotp.keycloak.it.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Settings;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.http.AdminApi;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.KeyRingFile;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The extension comes to a server that has realms already, and to one in development mode. */
@Tag("thorough")
class InstallationIT {
    @Test
    void existingRealmsGetTheRequiredAction() {
        KeycloakServer before =
                KeycloakServer.named("before").databaseFile().withoutProduct().start();
        TestRealm old = RealmBuilder.aRealm().user("early-bird").createOn(before);
        before.stop();

        try (KeycloakServer after = KeycloakServer.named("after")
                .continuing(before)
                .option(
                        "spi-verify-totp--default--key-file",
                        KeyRingFile.create("after").toString())
                .start()) {
            TestRealm same = new TestRealm(after, new AdminApi(after), old.name());
            HttpLogin login = new HttpLogin(same);
            TestUser user = same.user("early-bird");
            HttpPage page = login.password(login.start(java.util.Map.of("kc_action", "verify-totp-enroll")), user);
            AuthenticatorApp app = AuthenticatorApp.scan(page.otpAuthUri());

            assertThat(login.enroll(page, app.codeAt(new TestClock(after).now()), "")
                            .isLoggedIn())
                    .isTrue();
        }
    }

    @Test
    void developmentModeMakesItsOwnKeyRing() throws IOException {
        try (KeycloakServer server =
                KeycloakServer.named("development").devMode().start()) {
            TestRealm realm = RealmBuilder.aRealm().codeRequired().createOn(server);

            EnrolledUser user = EnrolledUser.enroll(realm, "developer");

            assertThat(user.logIn(user.freshCode()).isLoggedIn()).isTrue();
            Path ring = server.home().data().resolve("verify-totp.keys");
            assertThat(java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(ring)))
                    .isEqualTo("rw-------");
            assertThat(server.log()).contains("Development mode: created a key ring in");
        }
    }

    @Test
    void theKeyRingMayComeFromTheVault() throws IOException {
        Path vault = Files.createDirectories(Settings.work().resolve("vault"));
        Files.writeString(vault.resolve("master_totp-keys"), KeyRingFile.line("v1"));
        try (KeycloakServer server = KeycloakServer.named("vault")
                .databaseFile()
                .buildOption("vault", "file")
                .option("vault-dir", vault.toString())
                .option("spi-verify-totp--default--key-vault-entry", "totp-keys")
                .start()) {
            TestRealm realm = RealmBuilder.aRealm().codeRequired().createOn(server);

            EnrolledUser user = EnrolledUser.enroll(realm, "vaulted");

            assertThat(user.logIn(user.freshCode()).isLoggedIn()).isTrue();
        }
    }
}
