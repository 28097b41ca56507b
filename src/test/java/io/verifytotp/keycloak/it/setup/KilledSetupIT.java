package io.verifytotp.keycloak.it.setup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.realm.Flow;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.KeyRingFile;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import io.verifytotp.keycloak.it.support.server.OperatorKeys;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server that is killed while it sets a realm up: the realm is as before or set up, and a second call finishes. */
@Tag("thorough")
class KilledSetupIT {
    private static final int CLIENTS = 40;
    private static final int KILLS = 4;

    private static KeycloakServer server;

    @BeforeAll
    static void start() {
        server = KeycloakServer.named("killed-setup")
                .databaseFile()
                .option(OperatorKeys.OPTION, KeyRingFile.create("killed-setup").toString())
                .start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void theRealmWorksAndASecondCallFinishes() {
        TestRealm realm = realmWithMuchToDo();
        TestUser user = realm.addUser("user");
        VerifyApi api = PlainRealm.api(realm);
        SetupCalls calls = new SetupCalls(api);
        Map<String, JsonNode> before = RealmState.of(realm);
        Duration time = timeOfADryRun(calls);
        for (int kill = 1; kill <= KILLS; kill++) {
            CompletableFuture<Void> running =
                    CompletableFuture.runAsync(() -> api.post("/Setup", Form.of("Mode", "everybody")));
            LockSupport.parkNanos(time.toNanos() * kill / (KILLS + 1));

            server.kill();
            server.start();

            running.exceptionally(failed -> null).join();
            boolean done = calls.dryRun("everybody", "all").isEmpty();
            assertThat(new HttpLogin(realm).startWithPassword(user).isLoggedIn())
                    .isEqualTo(!done);
            calls.apply("everybody", "all");
            assertThat(calls.apply("everybody", "all")).isEmpty();
            assertThat(new HttpLogin(realm).startWithPassword(user).isEnrollment())
                    .isTrue();
            calls.undo();
            assertThat(RealmState.of(realm)).isEqualTo(before);
        }
    }

    private static Duration timeOfADryRun(SetupCalls calls) {
        long start = System.nanoTime();
        calls.dryRun("everybody", "all");
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static TestRealm realmWithMuchToDo() {
        OddRealm odd = new OddRealm();
        for (int i = 0; i < CLIENTS; i++) {
            Flow flow = OddRealm.browserWithSecondFactor("own " + i);
            odd.flow(flow).client("client " + i, "browser", flow.id());
        }
        return odd.on(server);
    }
}
