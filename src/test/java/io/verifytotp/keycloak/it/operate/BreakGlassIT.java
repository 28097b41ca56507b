package io.verifytotp.keycloak.it.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Command;
import io.verifytotp.keycloak.it.support.Settings;
import io.verifytotp.keycloak.it.support.http.AdminApi;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.FlowEditor;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.AdminAccount;
import io.verifytotp.keycloak.it.support.server.KeyRingFile;
import io.verifytotp.keycloak.it.support.server.KeycloakDistribution;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import io.verifytotp.keycloak.it.support.server.ServerEnvironment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The way back of docs/operate.md, from a flow that locks out everybody, administrators too. */
@Tag("thorough")
class BreakGlassIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Map<String, String> RESCUE = Map.of("RESCUE", "a secret for an hour");

    @Test
    void theCommandsLetPeopleInAgain() {
        try (KeycloakServer server = KeycloakServer.named("locked-out")
                .databaseFile()
                .option(
                        "spi-verify-totp--default--key-file",
                        KeyRingFile.create("locked-out").toString())
                .start()) {
            TestRealm realm = RealmBuilder.aRealm().createOn(server);
            TestUser user = realm.addUser("locked-out");
            TestRealm master = new TestRealm(server, realm.admin(), "master");
            lockOut(realm);
            lockOut(master);
            assertThat(new HttpLogin(realm).start().error()).startsWith("Invalid username or password");
            assertThat(openConsole(server).asksForPassword()).isFalse();

            AdminAccount admin = server.adminAccount();
            kcadm(server, "config", "credentials", "--server", server.baseUrl().toString(), "--realm", "master")
                    .with("--user", admin.username(), "--password", admin.password())
                    .run();
            kcadm(server, "update", "realms/" + realm.name(), "-s", "browserFlow=browser")
                    .run();

            assertThat(new HttpLogin(realm).startWithPassword(user).isLoggedIn())
                    .isTrue();

            server.stop();
            String said = Command.of(
                            server.home().script().toString(),
                            "bootstrap-admin",
                            "service",
                            "--client-id=rescue",
                            "--client-secret:env=RESCUE",
                            "--optimized")
                    .environment(all -> {
                        ServerEnvironment.prepare(all);
                        all.putAll(RESCUE);
                    })
                    .output(LIMIT);
            assertThat(said).doesNotContain("There is no key ring");
            server.start();
            kcadm(server, "config", "credentials", "--server", server.baseUrl().toString(), "--realm", "master")
                    .with("--client", "rescue", "--secret", RESCUE.get("RESCUE"))
                    .run();
            kcadm(server, "update", "realms/master", "-s", "browserFlow=browser")
                    .run();

            assertThat(openConsole(server).asksForPassword()).isTrue();
        }
    }

    /** What README warns of: the step stands at the top, beside the forms. */
    private static void lockOut(TestRealm realm) {
        FlowEditor copy = FlowEditor.duplicate(realm, "browser");
        copy.add("REQUIRED", "verify-totp-form").bind("browserFlow");
    }

    private static HttpPage openConsole(KeycloakServer server) {
        TestRealm master = new TestRealm(server, new AdminApi(server), "master");
        String callback = server.baseUrl() + "/admin/master/console/";
        return new HttpLogin(master)
                .start(Map.of(
                        "client_id", "security-admin-console",
                        "redirect_uri", callback,
                        "code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
                        "code_challenge_method", "S256"));
    }

    private static Kcadm kcadm(KeycloakServer server, String... words) {
        return new Kcadm(server, List.of(words));
    }

    /** Keycloak's own command line, which remembers the login in a file. */
    private record Kcadm(KeycloakServer server, List<String> words) {
        Kcadm with(String... more) {
            List<String> all = new ArrayList<>(words);
            all.addAll(Arrays.asList(more));
            return new Kcadm(server, all);
        }

        void run() {
            Path home = KeycloakDistribution.of(Settings.keycloakVersion()).home();
            List<String> command =
                    new ArrayList<>(List.of(home.resolve("bin/kcadm.sh").toString()));
            command.addAll(words);
            command.add("--config");
            command.add(server.home().root().resolve("kcadm.config").toString());
            Command.of(command).environment(ServerEnvironment::prepare).output(LIMIT);
        }
    }
}
