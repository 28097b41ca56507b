package io.verifytotp.keycloak.it.enroll;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Together;
import io.verifytotp.keycloak.it.support.browser.Browser;
import io.verifytotp.keycloak.it.support.browser.BrowserExtension;
import io.verifytotp.keycloak.it.support.browser.CodePage;
import io.verifytotp.keycloak.it.support.browser.EnrollPage;
import io.verifytotp.keycloak.it.support.browser.LoginPage;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An application asks for enrollment with {@code kc_action=verify-totp-enroll}, as the account console does. */
@Tag("core")
@ExtendWith(BrowserExtension.class)
class AppInitiatedIT {
    private static final String WITHOUT_CODE = "without-code";
    private static final Map<String, String> ENROLL = Map.of("kc_action", "verify-totp-enroll");

    @AutoClose
    private static final TestRealm realm = RealmBuilder.aRealm()
            .codeIfConfigured()
            .clientWithoutCode(WITHOUT_CODE)
            .createOn(SharedKeycloak.get());

    @Test
    void verifyingTellsTheApplicationSuccess() {
        TestUser user = realm.addUser("willing");

        HttpPage end = enrollAnew(new HttpLogin(realm), user, Map.of()).end();

        assertThat(end.redirect().orElseThrow().parameter("kc_action_status")).contains("success");
        assertThat(factors(user)).hasSize(1);
    }

    @Test
    void cancellingTellsTheApplicationAndChangesNothing(Browser browser) {
        TestUser user = realm.addUser("hesitant");
        browser.goTo(realm.authorizationUri(ENROLL));
        LoginPage.at(browser).logIn(user);
        EnrollPage page = EnrollPage.at(browser);
        assertThat(page.canBeCancelled()).isTrue();

        page.cancel();

        assertThat(browser.awaitRedirect().parameter("kc_action_status")).contains("cancelled");
        assertThat(factors(user)).isEmpty();
    }

    @Test
    void whoHasToEnrollCanNotCancel(Browser browser) {
        try (TestRealm strict = RealmBuilder.aRealm().codeRequired().createOn(SharedKeycloak.get())) {
            LoginPage.open(browser, strict).logIn(strict.addUser("obliged"));

            assertThat(EnrollPage.at(browser).canBeCancelled()).isFalse();
        }
    }

    @Test
    void aNewFactorReplacesTheOldOneOnlyOnceItIsVerified() {
        TestUser user = realm.addUser("replacer");
        EnrolledUser old = enrollAnew(new HttpLogin(realm), user, Map.of()).enrolled();
        HttpLogin login = new HttpLogin(realm);
        login.code(login.startWithPassword(user), old.freshCode());
        HttpPage page = login.start(ENROLL);
        AuthenticatorApp newApp = AuthenticatorApp.scan(page.otpAuthUri());
        EnrolledUser renewed = new EnrolledUser(realm, user, newApp, old.clock());

        HttpPage refused = login.enroll(page, renewed.wrongCode(), "");
        assertThat(old.logIn(old.freshCode()).isLoggedIn()).isTrue();
        assertThat(login.enroll(refused, renewed.freshCode(), "").isLoggedIn()).isTrue();

        assertThat(factors(user)).hasSize(1);
        assertThat(old.logIn(old.freshCode()).isLoggedIn()).isFalse();
        assertThat(renewed.logIn(renewed.freshCode()).isLoggedIn()).isTrue();
    }

    @Test
    void thePageSaysThatTheOldFactorWillStopAndSuggestsAnotherName() {
        TestUser user = realm.addUser("renamer");
        HttpLogin first = new HttpLogin(realm);
        HttpPage page = first.password(first.start(ENROLL), user);
        assertThat(page.html().hasId("verify-totp-replaces")).isFalse();
        assertThat(page.html().values("label")).containsExactly("My phone");
        EnrolledUser old = new EnrolledUser(
                realm, user, AuthenticatorApp.scan(page.otpAuthUri()), new TestClock(realm.keycloak()));
        assertThat(first.enroll(page, old.freshCode(), "My phone").isLoggedIn()).isTrue();

        HttpPage again = first.start(ENROLL);

        assertThat(again.html().text("verify-totp-replaces"))
                .contains("This replaces your current authenticator app. As soon as you finish, codes from the old one"
                        + " stop working.");
        assertThat(again.html().values("label")).containsExactly("My phone (2)");
    }

    /** Keycloak's page names a credential without a name by its type, which would be our id. */
    @Test
    void thePageThatDeletesAFactorWithoutANameCallsItAnAuthenticatorApp() {
        TestUser user = realm.addUser("nameless");
        HttpLogin login = new HttpLogin(realm);
        enrollAnew(login, user, Map.of());
        String factor = StreamSupport.stream(realm.credentials(user).spliterator(), false)
                .filter(credential ->
                        "verify-totp".equals(credential.get("type").asText()))
                .map(credential -> credential.get("id").asText())
                .findFirst()
                .orElseThrow();

        HttpPage page = login.start(Map.of("kc_action", "delete_credential:" + factor));

        assertThat(page.html().text("kc-page-title")).contains("Delete Authenticator app");
        assertThat(page.html().text("kc-delete-text")).contains("Do you want to delete Authenticator app?");
    }

    @Test
    void otherSessionsAreSignedOutWhereTheUserWishes() {
        TestUser user = realm.addUser("cautious");
        HttpLogin elsewhere = new HttpLogin(realm);
        elsewhere.startWithPassword(user);
        HttpLogin elsewhereToo = new HttpLogin(realm);
        elsewhereToo.startWithPassword(user);
        assertThat(elsewhere.start().isLoggedIn()).isTrue();

        enrollAnew(new HttpLogin(realm), user, Map.of("logout-sessions", "on"));

        assertThat(elsewhere.start().isLoggedIn()).isFalse();
        assertThat(elsewhereToo.start().isLoggedIn()).isFalse();
    }

    @Test
    void otherSessionsGoOnOtherwise() {
        TestUser user = realm.addUser("relaxed");
        HttpLogin elsewhere = new HttpLogin(realm);
        elsewhere.startWithPassword(user);

        enrollAnew(new HttpLogin(realm), user, Map.of());

        assertThat(elsewhere.start().isLoggedIn()).isTrue();
    }

    @Test
    void ofSeveralFirstEnrollmentsAtOnceExactlyOneIsVerified() throws Exception {
        TestUser user = realm.addUser("hurried");
        TestClock clock = new TestClock(realm.keycloak());
        List<Callable<Boolean>> enrollments = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            HttpLogin login = new HttpLogin(realm);
            HttpPage page = login.password(login.start(ENROLL), user);
            AuthenticatorApp app = AuthenticatorApp.scan(page.otpAuthUri());
            enrollments.add(() ->
                    login.enroll(page, app.codeAt(clock.now()), "").redirect().isPresent());
        }

        List<Boolean> verified = Together.run(enrollments);

        assertThat(verified).containsOnlyOnce(true);
        assertThat(factors(user)).hasSize(1);
    }

    @Test
    void aSessionThatHasNotProvedTheFactorCanNotReplaceIt() {
        TestUser user = realm.addUser("attacked");
        HttpLogin withPasswordOnly = new HttpLogin(realm);
        withPasswordOnly.startWithPassword(user);
        HttpLogin withPageOpen = new HttpLogin(realm);
        HttpPage pageOpen = withPageOpen.password(withPageOpen.start(ENROLL), user);
        EnrolledUser owner = enrollAnew(new HttpLogin(realm), user, Map.of()).enrolled();

        HttpPage asked = withPasswordOnly.start(ENROLL);
        AuthenticatorApp intruder = AuthenticatorApp.scan(pageOpen.otpAuthUri());
        HttpPage askedLate =
                withPageOpen.enroll(pageOpen, intruder.codeAt(owner.clock().now()), "");
        HttpPage refused = withPasswordOnly.code(asked, owner.wrongCode());
        HttpPage refusedLate =
                withPageOpen.code(askedLate, intruder.codeAt(owner.clock().now()));

        for (HttpPage page : List.of(asked, askedLate, refused, refusedLate)) {
            assertThat(page.asksForCode()).isTrue();
            assertThat(page.html().hasId("verify-totp-prove")).isTrue();
        }
        assertThat(refused.error()).startsWith("This code was not accepted.");
        assertThat(refusedLate.error()).startsWith("This code was not accepted.");
        assertThat(owner.logIn(owner.freshCode()).isLoggedIn()).isTrue();
        assertThat(realm.events("CUSTOM_REQUIRED_ACTION_ERROR")).anySatisfy(event -> assertThat(
                        event.at("/details/verify_totp_reason").asText())
                .isEqualTo("proof_needed"));
    }

    @Test
    void aSessionThatGivesTheCodeOnTheSpotReplacesTheFactor() {
        TestUser user = realm.addUser("stepping-up");
        HttpLogin withPasswordOnly = new HttpLogin(realm);
        withPasswordOnly.startWithPassword(user);
        EnrolledUser owner = enrollAnew(new HttpLogin(realm), user, Map.of()).enrolled();

        HttpPage asked = withPasswordOnly.start(ENROLL);
        HttpPage page = withPasswordOnly.code(asked, owner.freshCode());
        AuthenticatorApp app = AuthenticatorApp.scan(page.otpAuthUri());
        HttpPage end = withPasswordOnly.enroll(page, app.codeAt(owner.clock().now()), "");

        assertThat(end.redirect().orElseThrow().parameter("kc_action_status")).contains("success");
        assertThat(factors(user)).hasSize(1);
        assertThat(owner.logIn(owner.freshCode()).isLoggedIn()).isFalse();
        assertThat(realm.events("CUSTOM_REQUIRED_ACTION")).anySatisfy(event -> {
            assertThat(event.get("userId").asText()).isEqualTo(user.id());
            assertThat(event.at("/details/custom_required_action").asText()).isEqualTo("verify-totp-challenge");
            assertThat(event.at("/details/verify_totp_challenge").asText()).startsWith("YC");
        });
    }

    @Test
    void aCodeAskedForOnTheSpotWorksOnceAndSpendsTheSameBudget() {
        TestUser user = realm.addUser("spender");
        EnrolledUser owner = enrollAnew(new HttpLogin(realm), user, Map.of()).enrolled();
        HttpLogin login = new HttpLogin(realm);
        String used = owner.freshCode();
        assertThat(owner.logIn(used).isLoggedIn()).isTrue();
        HttpPage page = askedOnTheSpot(login, user);

        page = login.code(page, used);
        assertThat(page.error()).startsWith("This code was not accepted.");
        for (int i = 0; i < 5; i++) {
            page = login.code(page, owner.wrongCode());
        }

        assertThat(page.error()).contains("Wait at least 30 seconds");
        assertThat(login.code(page, owner.currentCode()).isEnrollment()).isFalse();
        assertThat(owner.logIn(owner.currentCode()).isLoggedIn()).isFalse();
        assertThat(realm.events("CUSTOM_REQUIRED_ACTION_ERROR").stream()
                        .filter(event -> event.path("userId").asText().equals(user.id()))
                        .map(event -> event.at("/details/verify_totp_reason").asText()))
                .contains("already_used", "wrong_code", "locked");
    }

    @Test
    void theCodePageCanBeCancelled(Browser browser) {
        TestUser user = realm.addUser("changing-mind");
        HttpLogin first = new HttpLogin(realm);
        enrollAnew(first, user, Map.of());
        makeSessionWithoutCode(browser, user);

        browser.goTo(realm.authorizationUri(ENROLL));
        CodePage.at(browser).cancel();

        assertThat(browser.awaitRedirect().parameter("kc_action_status")).contains("cancelled");
        assertThat(factors(user)).hasSize(1);
    }

    @Test
    void theSessionThatEnrolledMayReplaceTheFactorAtOnce() {
        TestUser user = realm.addUser("quick-changer");
        HttpLogin login = new HttpLogin(realm);
        enrollAnew(login, user, Map.of());
        TestClock clock = new TestClock(realm.keycloak());

        HttpPage page = login.start(ENROLL);
        AuthenticatorApp app = AuthenticatorApp.scan(page.otpAuthUri());
        HttpPage end = login.enroll(page, app.codeAt(clock.now()), "");

        assertThat(end.redirect().orElseThrow().parameter("kc_action_status")).contains("success");
        assertThat(factors(user)).hasSize(1);
    }

    private record Enrolled(HttpPage end, EnrolledUser enrolled) {}

    private static Enrolled enrollAnew(HttpLogin login, TestUser user, Map<String, String> fields) {
        TestClock clock = new TestClock(realm.keycloak());
        HttpPage page = login.password(login.start(ENROLL), user);
        AuthenticatorApp app = AuthenticatorApp.scan(page.otpAuthUri());
        Map<String, String> all = new HashMap<>(fields);
        all.put("code", app.codeAt(clock.now()));
        HttpPage end = login.submit(page, all);
        return new Enrolled(end, new EnrolledUser(realm, user, app, clock));
    }

    private static List<String> factors(TestUser user) {
        return realm.credentials(user).findValuesAsText("type").stream()
                .filter("verify-totp"::equals)
                .toList();
    }

    /** The flow of this realm asks who has a factor; that of a client need not. */
    private static HttpPage askedOnTheSpot(HttpLogin login, TestUser user) {
        HttpPage page = login.password(login.start(withoutCode(Map.of())), user);
        assertThat(page.isLoggedIn()).isTrue();
        return login.start(ENROLL);
    }

    private static void makeSessionWithoutCode(Browser browser, TestUser user) {
        browser.goTo(realm.authorizationUri(withoutCode(Map.of())));
        LoginPage.at(browser).logIn(user);
        browser.awaitRedirect();
    }

    private static Map<String, String> withoutCode(Map<String, String> parameters) {
        Map<String, String> all = new HashMap<>(parameters);
        all.put("client_id", WITHOUT_CODE);
        return all;
    }
}
