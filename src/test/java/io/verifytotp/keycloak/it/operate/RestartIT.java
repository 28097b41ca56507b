package io.verifytotp.keycloak.it.operate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.KeyRingFile;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import io.verifytotp.keycloak.it.support.server.OperatorKeys;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A restart gives nobody anything back: neither tries nor codes. */
class RestartIT {
    private static KeycloakServer server;
    private static TestRealm realm;
    private static VerifyApi api;

    @BeforeAll
    static void start() {
        server = KeycloakServer.named("restart")
                .databaseFile()
                .option(OperatorKeys.OPTION, KeyRingFile.create("restart").toString())
                .start();
        realm = RealmBuilder.aRealm().codeRequired().createOn(server);
        api = realm.api(ApiRole.MANAGE);
        new TestClock(server).advance(Duration.ofHours(1));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void wrongCodesLocksAndUsedStepsAreRemembered() {
        EnrolledUser guessed = EnrolledUser.of(factor("guessed"));
        ApiFactor locked = factor("locked");
        EnrolledUser user = EnrolledUser.of(factor("user"));
        String spent = user.freshCode();
        assertThat(user.logIn(spent).isLoggedIn()).isTrue();
        guess(guessed, 3);
        locked.guessWrong(5);

        restartWithoutLossOfTime();

        assertThat(locked.fetch().field("failures")).isEqualTo("5");
        assertThat(locked.statusFor(locked.codeOfStep(1))).isEqualTo("pending");
        assertThat(user.logIn(spent).isLoggedIn()).isFalse();
        assertThat(guessed.logIn(guessed.wrongCode()).error()).doesNotContain("Wait at least ");
        assertThat(guessed.logIn(guessed.wrongCode()).error()).contains("Wait at least ");
        assertThat(guessed.logIn(guessed.codeOfStep(1)).isLoggedIn()).isFalse();
    }

    /** Configuration tools delete required actions that they do not know; until then the options are the defaults. */
    @Test
    void aDeletedRequiredActionIsThereAgain() {
        String action = realm.path("/authentication/required-actions/verify-totp-enroll");
        realm.admin().delete(action).expect(204);

        restartWithoutLossOfTime();

        JsonNode again = realm.admin().get(action).expect(200).body();
        assertThat(again.get("enabled").asBoolean()).isTrue();
        assertThat(again.get("config")).isEmpty();
        assertThat(new HttpLogin(realm)
                        .startWithPassword(realm.addUser("enrolled-again"))
                        .isEnrollment())
                .isTrue();
    }

    /** The moved clock goes back to real time with the process; then locks would seem to last for an hour. */
    private static void restartWithoutLossOfTime() {
        TestClock clock = new TestClock(server);
        Instant before = clock.now();
        server.restart();
        clock.advance(Duration.between(clock.now(), before));
    }

    private static void guess(EnrolledUser user, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(user.logIn(user.wrongCode()).isLoggedIn()).isFalse();
        }
    }

    private static ApiFactor factor(String username) {
        return ApiFactor.verified(api, realm.addUser(username));
    }
}
