package io.verifytotp.keycloak.it.operate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.mail.Mailbox;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.KeyRingFile;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import io.verifytotp.keycloak.it.support.server.OperatorKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A restart gives nobody anything back, neither tries nor codes, and loses no mail; a deleted required action is there
 * again.
 */
class RestartIT {
    private static final String ACTION = "/authentication/required-actions/verify-totp-enroll";

    private static KeycloakServer server;
    private static TestRealm realm;
    private static VerifyApi api;
    private static EnrolledUser guessed;
    private static EnrolledUser user;
    private static ApiFactor locked;
    private static String spent;
    private static List<String> mails;

    @BeforeAll
    static void useAndRestart() {
        server = KeycloakServer.named("restart")
                .databaseFile()
                .option(OperatorKeys.OPTION, KeyRingFile.create("restart").toString())
                .start();
        realm = RealmBuilder.aRealm().codeRequired().createOn(server);
        api = realm.api(ApiRole.MANAGE);
        new TestClock(server).advance(Duration.ofHours(1));
        guessed = EnrolledUser.of(factor("guessed"));
        locked = factor("locked");
        user = EnrolledUser.of(factor("user"));
        spent = user.freshCode();
        assertThat(user.logIn(spent).isLoggedIn()).isTrue();
        guess(guessed, 3);
        locked.guessWrong(5);
        // Configuration tools delete required actions that they do not know.
        realm.admin().delete(realm.path(ACTION)).expect(204);
        restartWithWaitingMails();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void wrongCodesLocksAndUsedStepsAreRemembered() {
        assertThat(locked.fetch().field("failures")).isEqualTo("5");
        assertThat(locked.statusFor(locked.codeOfStep(1))).isEqualTo("pending");
        assertThat(user.logIn(spent).isLoggedIn()).isFalse();
        assertThat(guessed.logIn(guessed.wrongCode()).error()).doesNotContain("Wait at least ");
        assertThat(guessed.logIn(guessed.wrongCode()).error()).contains("Wait at least ");
        assertThat(guessed.logIn(guessed.codeOfStep(1)).isLoggedIn()).isFalse();
    }

    /** Until the restart its options are the defaults. */
    @Test
    void aDeletedRequiredActionIsThereAgain() {
        JsonNode again = realm.admin().get(realm.path(ACTION)).expect(200).body();

        assertThat(again.get("enabled").asBoolean()).isTrue();
        assertThat(again.get("config")).isEmpty();
        assertThat(new HttpLogin(realm)
                        .startWithPassword(realm.addUser("enrolled-again"))
                        .isEnrollment())
                .isTrue();
    }

    @Test
    void whatWaitedHasBeenSentBeforeTheServerStopped() {
        assertThat(mails).hasSize(4);
    }

    /** Each mail takes a second. */
    private static void restartWithWaitingMails() {
        try (Mailbox slow = Mailbox.slow(Duration.ofSeconds(1));
                TestRealm mailing = RealmBuilder.aRealm()
                        .with("smtpServer", slow.smtpSettings())
                        .createOn(server)) {
            VerifyApi there = mailing.api(ApiRole.MANAGE);
            for (int i = 0; i < 4; i++) {
                ApiFactor factor = ApiFactor.create(there, mailing.addUser("mailed-" + i));
                factor.verify(factor.currentCode()).expect(200);
            }
            TestClock clock = new TestClock(server);
            Instant before = clock.now();

            server.stop();

            mails = slow.mails();
            server.start();
            // The moved clock goes back to real time with the process; then locks would seem to last for an hour.
            clock.advance(Duration.between(clock.now(), before));
        }
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
