package io.verifytotp.keycloak.it.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.setup.PlainRealm;
import io.verifytotp.keycloak.it.setup.SetupCalls;
import io.verifytotp.keycloak.it.support.Together;
import io.verifytotp.keycloak.it.support.db.PostgresServer;
import io.verifytotp.keycloak.it.support.http.Callback;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.OwnKeycloak;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One code at Keycloak's own form and at ours, on a server whose clock is the machine's: Keycloak's form knows no other.
 * A client with Keycloak's own flow shows Keycloak's form.
 */
@Tag("thorough")
class OtpRacesIT {
    private static final int ROUNDS = 334;
    private static final String OTHER_CLIENT = "with-keycloaks-form";

    /** So that a code does not end between its two uses: Keycloak accepts the one before. */
    private static final Duration PERIOD = Duration.ofSeconds(30);

    @AutoClose
    private static final OwnKeycloak<PostgresServer> OWN = OwnKeycloak.onPostgres("otp-races");

    private static AdoptingRealm adopting;

    enum Order {
        KEYCLOAKS_FIRST,
        OURS_FIRST,
        AT_ONCE
    }

    @BeforeAll
    static void setUp() {
        TestRealm realm = PlainRealm.on(OWN.server());
        new SetupCalls(PlainRealm.api(realm)).apply("enrolled", "browser,direct-grant,reset-credentials");
        String browser = realm.admin()
                .get(realm.path("/authentication/flows"))
                .expect(200)
                .body()
                .valueStream()
                .filter(flow -> flow.get("alias").asText().equals("browser"))
                .findFirst()
                .orElseThrow()
                .get("id")
                .asText();
        realm.admin()
                .post(
                        realm.path("/clients"),
                        Map.of(
                                "clientId",
                                OTHER_CLIENT,
                                "publicClient",
                                true,
                                "redirectUris",
                                List.of(Callback.uri()),
                                "authenticationFlowBindingOverrides",
                                Map.of("browser", browser)))
                .expect(201);
        adopting = new AdoptingRealm(realm, PlainRealm.api(realm));
        adopting.adopt("on");
    }

    @ParameterizedTest
    @EnumSource
    void itIsAcceptedOnce(Order order) throws Exception {
        OtpCredential otp = OtpCredential.usual();
        int atKeycloaks = 0;
        for (int round = 0; round < ROUNDS; round++) {
            TestUser user = adopting.userWith(List.of(otp.representation()));
            Callable<HttpPage> keycloaks = prepared(user, Map.of("client_id", OTHER_CLIENT), "otp", otp);
            Callable<HttpPage> ours = prepared(user, Map.of(), "code", otp);

            List<HttpPage> ends =
                    switch (order) {
                        case KEYCLOAKS_FIRST -> List.of(keycloaks.call(), ours.call());
                        case OURS_FIRST -> reversed(ours.call(), keycloaks.call());
                        case AT_ONCE -> Together.run(List.of(keycloaks, ours));
                    };

            assertThat(ends.stream().filter(HttpPage::isLoggedIn))
                    .as("round " + round + ": " + ends)
                    .hasSize(1);
            atKeycloaks += ends.get(0).isLoggedIn() ? 1 : 0;
        }
        System.out.printf("%s: %d of %d codes were accepted by Keycloak's form%n", order, atKeycloaks, ROUNDS);
    }

    @Test
    void whatWasUsedHereStaysUsedAfterItWasGivenBack() throws Exception {
        OtpCredential otp = OtpCredential.usual();
        AdoptingRealm restored = AdoptingRealm.on(OWN.server(), "enrolled");
        TestUser user = restored.userWith(List.of(otp.representation()));
        awaitSafeMoment();
        String code = otp.app().codeAt(Instant.now());
        HttpLogin login = new HttpLogin(restored.realm());
        assertThat(login.code(login.startWithPassword(user), code).isLoggedIn()).isTrue();
        restored.adopt("off");
        restored.all("Restore", 100, "Confirm", "plaintext");

        assertThat(restored.logInAtKeycloaks(user, code).isLoggedIn()).isFalse();
        String next = otp.app().codeAt(Instant.now().plus(PERIOD));
        assertThat(restored.logInAtKeycloaks(user, next).isLoggedIn()).isTrue();
    }

    @Test
    void whatWasUsedAtKeycloaksStaysUsedAfterTheBatches() {
        OtpCredential otp = OtpCredential.usual();
        AdoptingRealm moving = AdoptingRealm.on(OWN.server(), "enrolled");
        moving.adopt("off");
        TestUser user = moving.userWith(List.of(otp.representation()));
        awaitSafeMoment();
        String code = otp.app().codeAt(Instant.now());
        assertThat(moving.logInAtKeycloaks(user, code).isLoggedIn()).isTrue();
        moving.adopt("on");
        moving.all("Adopt", 100);
        assertThat(moving.isAdopted(user)).isTrue();

        HttpLogin login = new HttpLogin(moving.realm());
        HttpPage refused = login.code(login.startWithPassword(user), code);
        assertThat(refused.isLoggedIn()).isFalse();
        String next = otp.app().codeAt(Instant.now().plus(PERIOD));
        assertThat(login.code(refused, next).isLoggedIn()).isTrue();
    }

    private static List<HttpPage> reversed(HttpPage ours, HttpPage keycloaks) {
        return List.of(keycloaks, ours);
    }

    /** A login that waits for the code in that field of its page. */
    private static Callable<HttpPage> prepared(
            TestUser user, Map<String, String> parameters, String field, OtpCredential otp) {
        HttpLogin login = new HttpLogin(adopting.realm());
        HttpPage page = login.password(login.start(parameters), user);
        assertThat(page.html().hasField(field)).as(page.toString()).isTrue();
        awaitSafeMoment();
        String code = otp.app().codeAt(Instant.now());
        return () -> login.submit(page, Map.of(field, code));
    }

    /** Waits for the next period if this one ends in a moment. */
    private static void awaitSafeMoment() {
        long left = PERIOD.toMillis() - Instant.now().toEpochMilli() % PERIOD.toMillis();
        if (left < 3_000) {
            LockSupport.parkNanos(Duration.ofMillis(left).toNanos());
        }
    }
}
