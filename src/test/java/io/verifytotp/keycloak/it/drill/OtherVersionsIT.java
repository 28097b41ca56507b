package io.verifytotp.keycloak.it.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.confirm.ConfirmRealm;
import io.verifytotp.keycloak.it.proof.ProofMatrixIT;
import io.verifytotp.keycloak.it.setup.PlainRealm;
import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.api.ApiClient;
import io.verifytotp.keycloak.it.support.api.ApiClientBuilder;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.MasterCallers;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.browser.Browser;
import io.verifytotp.keycloak.it.support.browser.BrowserExtension;
import io.verifytotp.keycloak.it.support.browser.EnrollPage;
import io.verifytotp.keycloak.it.support.browser.LoginPage;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.http.Reply;
import io.verifytotp.keycloak.it.support.realm.Attempt;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.ProofRealm;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.realm.UnprovedSession;
import io.verifytotp.keycloak.it.support.server.KeyRingFile;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same jar on the older Keycloak line that we support, for the Red Hat build of it. */
@Tag("thorough")
@ExtendWith(BrowserExtension.class)
class OtherVersionsIT {
    @ParameterizedTest
    @ValueSource(strings = "26.4.7")
    void enrollmentLoginReplayApiAndBruteForceProtectionWork(String version, Browser browser) {
        try (KeycloakServer server = KeycloakServer.named("version-" + version)
                        .version(version)
                        .databaseFile()
                        .option(
                                "spi-verify-totp--default--key-file",
                                KeyRingFile.create("version").toString())
                        .start();
                TestRealm realm = RealmBuilder.aRealm()
                        .codeRequired()
                        .codeRequiredForDirectGrant()
                        .bruteForceProtection(3)
                        .createOn(server)) {
            TestClock clock = new TestClock(server);
            TestUser user = realm.addUser("visitor");
            LoginPage.open(browser, realm).logIn(user);
            EnrollPage page = EnrollPage.at(browser);
            EnrolledUser enrolled = new EnrolledUser(realm, user, AuthenticatorApp.scan(page.scannedUri()), clock);
            page.submit(enrolled.freshCode());
            browser.awaitRedirect();

            assertThat(enrolled.logIn(enrolled.currentCode()).isLoggedIn()).isFalse();
            assertThat(enrolled.logIn(enrolled.freshCode()).isLoggedIn()).isTrue();
            assertThatTheApiWorks(realm, enrolled);
            assertThatAdministratorsOfMasterReachWhatTheyMay(realm, enrolled);
            assertThatAWrongCodeReadsLikeAWrongPassword(realm, enrolled);
            assertThat(enrolled.logIn(enrolled.freshCode()).isLoggedIn()).isTrue();
            for (int i = 0; i < 3; i++) {
                enrolled.logIn(enrolled.wrongCode());
            }
            Await.until("Keycloak's lock-out", Duration.ofSeconds(20), () -> realm.isLockedOut(user));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = "26.4.7")
    void confirmationsReceiptsAndLevelsWork(String version) {
        try (KeycloakServer server = KeycloakServer.named("confirmations-" + version)
                        .version(version)
                        .databaseFile()
                        .option(
                                "spi-verify-totp--default--key-file",
                                KeyRingFile.create("confirmations").toString())
                        .start();
                ConfirmRealm bank = ConfirmRealm.on(server);
                TestRealm levels = PlainRealm.on(server)) {
            ApiFactor customer = bank.customer("customer");
            String challenge = bank.transfer(customer);
            assertThat(bank.visit(customer, challenge)
                            .confirm(customer.freshCode())
                            .actionStatus())
                    .isEqualTo("success");
            assertThat(bank.status(customer, challenge)).isEqualTo("approved");
            customer.api().get(customer.challenge(challenge) + "/Receipt").expect(200);
            PlainRealm.api(levels).post("/Setup", Form.of("Levels", "true")).expect(200);
            assertThatACodeGivesLevelTwo(levels);
        }
    }

    private static void assertThatACodeGivesLevelTwo(TestRealm realm) {
        ApiFactor factor = ApiFactor.verified(realm.api(ApiRole.MANAGE), realm.addUser("visitor"));
        HttpLogin login = new HttpLogin(realm);
        HttpPage end = login.startWithPassword(factor.user());
        assertThat(login.exchange(end).idToken().get("acr").asText()).isEqualTo("1");

        HttpPage page = login.start(Map.of("acr_values", "2"));

        assertThat(page.asksForCode()).as(page.toString()).isTrue();
        HttpPage higher = login.code(page, factor.freshCode());
        assertThat(login.exchange(higher).idToken().get("acr").asText()).isEqualTo("2");
    }

    /** The core of {@link ProofMatrixIT}. */
    @ParameterizedTest
    @ValueSource(strings = "26.4.7")
    void aSessionWithoutAProofChangesNothing(String version) {
        try (KeycloakServer server = KeycloakServer.named("proofs-" + version)
                        .version(version)
                        .databaseFile()
                        .option(
                                "spi-verify-totp--default--key-file",
                                KeyRingFile.create("proofs").toString())
                        .start();
                ProofRealm realm = ProofRealm.createOn(server)) {
            for (UnprovedSession.Way way : UnprovedSession.Way.values()) {
                for (Attempt attempt : Attempt.values()) {
                    if (attempt.isPossible(way)) {
                        UnprovedSession session = way.open(realm);
                        String before = session.victim().credentials();

                        String stopped = attempt.isStopped(realm, session);

                        assertThat(stopped).as(way + " " + attempt).isEqualTo(attempt.expected(way));
                        assertThat(session.victim().credentials()).isEqualTo(before);
                        assertThat(session.victim().factorWorks()).isTrue();
                    }
                }
            }
        }
    }

    /** With id and secret, with a token, and with the factor that was enrolled at the pages. */
    private static void assertThatTheApiWorks(TestRealm realm, EnrolledUser enrolled) {
        ApiClient backend = ApiClientBuilder.aClient().roles(ApiRole.MANAGE).createIn(realm);
        String entity = VerifyApi.entity(backend.api().defaultService(), enrolled.user());
        String factor = backend.api().sids(entity + "/Factors").get(0);
        Form rightCode = Form.of("FactorSid", factor, "AuthPayload", enrolled.freshCode());

        assertThat(backend.bearer()
                        .post(entity + "/Challenges", rightCode)
                        .expect(201)
                        .field("status"))
                .isEqualTo("approved");
        assertThat(backend.api()
                        .post(entity + "/Challenges", rightCode)
                        .expect(201)
                        .field("status"))
                .isEqualTo("pending");
        backend.api().get("/nothing").expectError(404, 20404);
        backend.api().delete(entity + "/Challenges").expectError(405, 20405);
    }

    /** With a token of the realm master, and by roles that Keycloak's own classes judge. */
    private static void assertThatAdministratorsOfMasterReachWhatTheyMay(TestRealm realm, EnrolledUser enrolled) {
        TestUser administrator = realm.addAdministrator("administrator", "view-users");
        try (MasterCallers master = new MasterCallers(realm)) {
            VerifyApi helper = master.api(master.addPerson(ApiRole.HELPDESK, "view-users"));
            VerifyApi manager = master.api(master.addPerson(ApiRole.MANAGE, "manage-users"));
            String service = helper.defaultService();
            String factors = VerifyApi.entity(service, enrolled.user()) + "/Factors";
            String factor = factors + '/' + helper.sids(factors).get(0);

            helper.post(factor, Form.of("Unlock", "true")).expect(200);
            helper.delete(factor).expectError(403, 20403);
            manager.post(factor, Form.of("FriendlyName", "Named")).expect(200);
            manager.post(
                            VerifyApi.entity(service, administrator) + "/Factors",
                            Form.of("FriendlyName", "Mine", "FactorType", "totp"))
                    .expectError(403, 20403);
            manager.post("/KeyRing/Reseal", Form.of()).expectError(403, 20403);
        }
    }

    /** By a direct grant: since 26.6 Keycloak has another status for it. */
    private static void assertThatAWrongCodeReadsLikeAWrongPassword(TestRealm realm, EnrolledUser enrolled) {
        TestUser user = enrolled.user();
        Reply wrongCode = realm.directGrant(user, Map.of("totp", enrolled.wrongCode()));
        Reply wrongPassword = realm.directGrant(user.username(), "not the password", Map.of());

        assertThat(wrongCode.status()).isEqualTo(wrongPassword.status());
        assertThat(wrongCode.body()).isEqualTo(wrongPassword.body());
    }
}
