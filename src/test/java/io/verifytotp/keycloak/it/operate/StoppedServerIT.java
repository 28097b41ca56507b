package io.verifytotp.keycloak.it.operate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
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
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * One server is used, stopped, read and changed as by whoever steals its files, and started again: a restart gives
 * nobody anything back, neither tries nor codes, and loses no mail; a thief finds no seed and can't exchange one. No
 * test moves the clock.
 */
class StoppedServerIT {
    private static final String ACTION = "/authentication/required-actions/verify-totp-enroll";

    private static KeycloakServer server;
    private static StolenData stolen;
    private static TestRealm realm;
    private static VerifyApi api;
    private static EnrolledUser guessed;
    private static EnrolledUser user;
    private static ApiFactor locked;
    private static String spent;
    private static List<String> mails;

    @BeforeAll
    static void useAndRestart() throws Exception {
        server = KeycloakServer.named("stopped")
                .databaseFile()
                .option("db-username", "sa")
                .option("db-password", "password")
                .option(OperatorKeys.OPTION, KeyRingFile.create("stopped").toString())
                .logLevel("io.verifytotp:trace")
                .start();
        stolen = StolenData.prepareOn(server);
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

    @Nested
    class Restart {
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
    }

    @Nested
    class StoredSecrets {
        @Test
        void theDatabaseHoldsNoSeedInAnyForm() {
            assertThat(stolen.everything()).contains("v1.k1.");
            stolen.assertHoldsNoSeed(stolen.everything());
        }

        @Test
        void ourTablesHoldNoNamesAndNoAddresses() {
            assertThat(stolen.ourTables()).contains(stolen.untouched().user().id());
            assertThat(stolen.ourTables().toLowerCase(Locale.ROOT))
                    .doesNotContain("untouched-user")
                    .doesNotContain("pending-user")
                    .doesNotContain("@example.org");
        }

        @Test
        void ourLogHoldsNeitherSeedsNorNames() {
            List<String> ours = stolen.log()
                    .lines()
                    .filter(line -> line.contains("[io.verifytotp"))
                    .toList();

            assertThat(ours).isNotEmpty().noneMatch(line -> line.contains("untouched-user"));
            stolen.assertHoldsNoSeed(stolen.log());
        }

        @Test
        void anExportWithItsUsersHoldsNoSeedInAnyForm() {
            assertThat(stolen.export()).contains("untouched-user").contains("v1.k1.");
            stolen.assertHoldsNoSeed(stolen.export());
        }

        @Test
        void aPartialExportHoldsNoSeedEvenUnderSeal() {
            assertThat(stolen.partialExport()).contains("verify-totp-enroll").doesNotContain("v1.k1.");
            stolen.assertHoldsNoSeed(stolen.partialExport());
        }

        @Test
        void changedAndMovedSeedsAreRefusedAndTheOthersGoOn() {
            EnrolledUser untouched = stolen.untouched();

            HttpPage afterFlip = stolen.flipped().logIn(stolen.flipped().currentCode());
            HttpPage ofMoved = stolen.moved().logIn(untouched.currentCode());

            for (HttpPage page : List.of(afterFlip, ofMoved)) {
                assertThat(page.asksForCode()).isTrue();
                assertThat(page.error()).startsWith("Your code could not be checked.");
                assertThat(page.html().source()).doesNotContain("Exception").doesNotContain("at io.");
            }
            assertThat(stolen.realm().events("LOGIN_ERROR").stream().limit(2).map(event -> event.at(
                                    "/details/verify_totp_reason")
                            .asText()))
                    .containsOnly("unreadable_seed");
            assertThat(server.log())
                    .contains("a sealed seed does not open with key 'k1'")
                    .doesNotContain("AEADBadTagException");
            assertThat(untouched.logIn(untouched.currentCode()).isLoggedIn()).isTrue();
        }
    }

    /** Each mail takes a second. */
    private static void restartWithWaitingMails() throws Exception {
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
            stolen.readAndTamper();
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
