package io.verifytotp.keycloak.it.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.browser.Browser;
import io.verifytotp.keycloak.it.support.browser.BrowserExtension;
import io.verifytotp.keycloak.it.support.browser.CodePage;
import io.verifytotp.keycloak.it.support.browser.EnrollPage;
import io.verifytotp.keycloak.it.support.browser.LoginPage;
import io.verifytotp.keycloak.it.support.browser.WithBrowser;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.Metrics;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** What people do who are not sure that the first click counted. */
@ExtendWith(BrowserExtension.class)
class DoubleClickIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Map<String, String> ENROLL = Map.of("kc_action", "verify-totp-enroll");
    private static final By SIGN_IN = By.id("kc-login");
    private static final By SET_UP = By.id("verify-totp-submit");
    private static final By CODE = By.id("code");

    @AutoClose
    private static final TestRealm realm = RealmBuilder.aRealm()
            .codeRequired()
            .enrollConfig(Map.of("graceSkips", "3"))
            .createOn(SharedKeycloak.get());

    @Test
    void aDoubleClickLogsIn(Browser browser) {
        EnrolledUser user = atTheCodePage(browser, "clicker");
        browser.await(CODE).sendKeys(user.freshCode());

        doubleClick(browser, SIGN_IN);

        assertThat(browser.awaitRedirect().code()).isNotEmpty();
        assertThat(events("LOGIN", user.user())).as("the set-up and this one").hasSize(2);
        assertThat(events("LOGIN_ERROR", user.user())).isEmpty();
    }

    @Test
    void enterPressedTwiceLogsIn(Browser browser) {
        EnrolledUser user = atTheCodePage(browser, "typist");

        browser.await(CODE).sendKeys(user.freshCode(), Keys.ENTER, Keys.ENTER);

        assertThat(browser.awaitRedirect().code()).isNotEmpty();
        assertThat(events("LOGIN_ERROR", user.user())).isEmpty();
    }

    @Test
    void aDoubleClickWithAWrongCodeCountsOnce(Browser browser) {
        EnrolledUser user = atTheCodePage(browser, "mistyper");
        browser.await(CODE).sendKeys(user.wrongCode());

        doubleClick(browser, SIGN_IN);

        assertThat(browser.await(By.id("input-error-code")).getText()).startsWith("This code was not accepted.");
        assertThat(events("LOGIN_ERROR", user.user())).containsExactly("wrong_code");
    }

    @Test
    void aDoubleClickSetsUp(Browser browser) {
        TestUser user = realm.addUser("enroller");
        LoginPage.open(browser, realm).logIn(user);
        TestClock clock = new TestClock(realm.keycloak());
        AuthenticatorApp app = AuthenticatorApp.scan(EnrollPage.at(browser).otpAuthUri());
        browser.await(CODE).sendKeys(app.codeAt(clock.now()));

        doubleClick(browser, SET_UP);

        assertThat(browser.awaitRedirect().code()).isNotEmpty();
        assertThat(events("UPDATE_CREDENTIAL", user)).hasSize(1);
        assertThat(events("UPDATE_CREDENTIAL_ERROR", user)).isEmpty();
    }

    @Test
    void laterPressedTwiceIsLaterOnce(Browser browser) {
        TestUser user = realm.addUser("patient");
        LoginPage.open(browser, realm).logIn(user);
        EnrollPage.at(browser);

        doubleClick(browser, By.name("skip"));

        assertThat(browser.awaitRedirect().code()).isNotEmpty();
        assertThat(events("CUSTOM_REQUIRED_ACTION_ERROR", user)).containsExactly("put_off");
        assertThat(new HttpLogin(realm).startWithPassword(user).html().text("verify-totp-later-limits"))
                .contains("You can postpone this 2 more times.");
    }

    @Test
    void cancelPressedTwiceCancelsOnce(Browser browser) {
        try (TestRealm optional = RealmBuilder.aRealm().codeIfConfigured().createOn(SharedKeycloak.get())) {
            TestUser user = optional.addUser("hesitant");
            browser.goTo(optional.authorizationUri(ENROLL));
            LoginPage.at(browser).logIn(user);
            EnrollPage.at(browser);

            doubleClick(browser, By.name("cancel-aia"));

            assertThat(browser.awaitRedirect().parameter("kc_action_status")).contains("cancelled");
            assertThat(optional.events("UPDATE_CREDENTIAL_ERROR")).isEmpty();
            assertThat(optional.credentials(user).findValuesAsText("type")).doesNotContain("verify-totp");
        }
    }

    @Test
    void withoutScriptsADoubleClickSpendsOneCode(@WithBrowser(javaScript = false) Browser browser) {
        EnrolledUser user = atTheCodePage(browser, "plain-clicker");
        int before = approved();
        browser.await(CODE).sendKeys(user.freshCode());

        doubleClick(browser, SIGN_IN);

        Await.until("the code's approval", PATIENCE, () -> approved() > before);
        assertThat(user.logIn(user.currentCode()).isLoggedIn()).isFalse();
        assertThat(user.logIn(user.freshCode()).isLoggedIn()).isTrue();
        assertThat(approved() - before).isEqualTo(2);
        assertThat(events("LOGIN_ERROR", user.user())).doesNotContain("wrong_code");
    }

    @Test
    void withoutScriptsADoubleClickSetsUpOnce(@WithBrowser(javaScript = false) Browser browser) {
        TestUser user = realm.addUser("plain-enroller");
        LoginPage.open(browser, realm).logIn(user);
        TestClock clock = new TestClock(realm.keycloak());
        EnrolledUser enrolled = new EnrolledUser(
                realm, user, AuthenticatorApp.scan(EnrollPage.at(browser).otpAuthUri()), clock);
        browser.await(CODE).sendKeys(enrolled.currentCode());

        doubleClick(browser, SET_UP);

        Await.until("the factor", PATIENCE, () -> factors(user) == 1);
        assertThat(enrolled.logIn(enrolled.currentCode()).isLoggedIn()).isFalse();
        assertThat(enrolled.logIn(enrolled.freshCode()).isLoggedIn()).isTrue();
        assertThat(factors(user)).isEqualTo(1);
        assertThat(events("UPDATE_CREDENTIAL_ERROR", user)).doesNotContain("wrong_code");
    }

    @Test
    void goingBackAfterTheLoginEndsAtTheApplication(Browser browser) {
        EnrolledUser user = atTheCodePage(browser, "returner");
        int before = approved();
        CodePage.at(browser).submit(user.freshCode());
        assertThat(browser.awaitRedirect().code()).isNotEmpty();

        browser.driver().navigate().back();

        // Keycloak's way to say "already logged in": the application asks again, and has the session.
        Await.until("return to the application", PATIENCE, () -> browser.url()
                .toString()
                .contains("error_description=authentication_expired"));
        browser.goTo(realm.authorizationUri());
        assertThat(browser.awaitRedirect().code()).isNotEmpty();
        assertThat(approved() - before).isEqualTo(1);
        assertThat(events("LOGIN_ERROR", user.user())).isEmpty();
    }

    private static EnrolledUser atTheCodePage(Browser browser, String username) {
        EnrolledUser user = EnrolledUser.enroll(realm, username);
        LoginPage.open(browser, realm).logIn(user.user());
        CodePage.at(browser);
        return user;
    }

    private static void doubleClick(Browser browser, By button) {
        WebElement element = browser.await(button);
        new Actions(browser.driver()).doubleClick(element).perform();
    }

    private static int approved() {
        return Metrics.of(realm.keycloak()).challenges(realm, "approved");
    }

    private static long factors(TestUser user) {
        return realm.credentials(user).findValuesAsText("type").stream()
                .filter("verify-totp"::equals)
                .count();
    }

    /** The reasons of the user's events of that type; empty texts where they have none. */
    private static List<String> events(String type, TestUser user) {
        return realm.events(type).stream()
                .filter(event -> event.path("userId").asText().equals(user.id()))
                .map(event -> event.at("/details/verify_totp_reason").asText())
                .toList();
    }
}
