package io.verifytotp.keycloak.it.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.browser.Browser;
import io.verifytotp.keycloak.it.support.browser.BrowserExtension;
import io.verifytotp.keycloak.it.support.browser.CodePage;
import io.verifytotp.keycloak.it.support.browser.EnrollPage;
import io.verifytotp.keycloak.it.support.browser.LoginPage;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.ProofRealm;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** After the set-up Keycloak's own recovery codes follow, where that is switched on. */
@ExtendWith(BrowserExtension.class)
class RecoveryCodesIT {
    private static final Map<String, String> ENROLL = Map.of("kc_action", "verify-totp-enroll");
    private static final By CODES = By.name("generatedRecoveryAuthnCodes");

    @AutoClose
    private static final TestRealm realm = RealmBuilder.aRealm()
            .codeOrRecoveryCodeIfConfigured()
            .enrollConfig(Map.of("recoveryCodes", "on"))
            .createOn(SharedKeycloak.get());

    @Test
    void whoLosesThePhoneLogsInWithACodeFromThePage(Browser browser) {
        TestUser user = realm.addUser("careful");
        enroll(browser, user);
        List<String> codes =
                List.of(browser.await(CODES).getDomProperty("value").split(",", -1));
        browser.await(By.id("kcRecoveryCodesConfirmationCheck")).click();
        browser.submit(By.id("saveRecoveryAuthnCodesBtn"));
        assertThat(browser.awaitRedirect().parameter("kc_action_status")).contains("success");
        assertThat(types(user)).contains("verify-totp", "recovery-authn-codes");
        browser.forgetCookies();

        LoginPage.open(browser, realm).logIn(user);
        giveRecoveryCode(browser, codes.get(0));

        assertThat(browser.awaitRedirect().code()).isNotEmpty();
    }

    private static void giveRecoveryCode(Browser browser, String code) {
        CodePage.at(browser);
        browser.submit(By.id("try-another-way"));
        browser.await(By.xpath("//*[contains(normalize-space(text()), 'Recovery')]"))
                .click();
        browser.await(By.id("recoveryCodeInput")).sendKeys(code);
        browser.submit(By.cssSelector("[type=submit]"));
    }

    /** In one login: the recovery code is the proof, and the lost phone's app is worth nothing afterwards. */
    @Test
    void whoLosesThePhoneReplacesItsApp(Browser browser) {
        TestUser user = realm.addUser("loser");
        AuthenticatorApp lost = enroll(browser, user);
        List<String> codes =
                List.of(browser.await(CODES).getDomProperty("value").split(",", -1));
        browser.await(By.id("kcRecoveryCodesConfirmationCheck")).click();
        browser.submit(By.id("saveRecoveryAuthnCodesBtn"));
        browser.awaitRedirect();
        browser.forgetCookies();

        browser.goTo(realm.authorizationUri(ENROLL));
        LoginPage.at(browser).logIn(user);
        giveRecoveryCode(browser, codes.get(0));
        EnrollPage page = EnrollPage.at(browser);
        AuthenticatorApp found = AuthenticatorApp.scan(page.otpAuthUri());
        TestClock clock = new TestClock(realm.keycloak());
        page.submit(found.codeAt(clock.now()));

        assertThat(browser.awaitRedirect().parameter("kc_action_status")).contains("success");
        clock.advanceToStepStart(found.period());
        assertThat(logIn(user, lost.codeAt(clock.now())).isLoggedIn()).isFalse();
        assertThat(logIn(user, found.codeAt(clock.now())).isLoggedIn()).isTrue();
    }

    private static HttpPage logIn(TestUser user, String code) {
        HttpLogin login = new HttpLogin(realm);
        return login.code(ProofRealm.choose(login, login.startWithPassword(user), "code"), code);
    }

    @Test
    void withoutTheOptionNothingFollows() {
        try (TestRealm without =
                RealmBuilder.aRealm().codeOrRecoveryCodeIfConfigured().createOn(SharedKeycloak.get())) {
            assertThat(afterEnrolling(without).isLoggedIn()).isTrue();
        }
    }

    @Test
    void withoutKeycloaksActionNothingFollows() {
        try (TestRealm useless = RealmBuilder.aRealm()
                .codeRequired()
                .enrollConfig(Map.of("recoveryCodes", "on"))
                .createOn(SharedKeycloak.get())) {
            disableIn(useless);

            assertThat(afterEnrolling(useless).isLoggedIn()).isTrue();
        }
    }

    private static HttpPage afterEnrolling(TestRealm in) {
        TestUser user = in.addUser("somebody");
        HttpLogin login = new HttpLogin(in);
        HttpPage page = login.password(login.start(ENROLL), user);
        AuthenticatorApp app = AuthenticatorApp.scan(page.otpAuthUri());
        return login.enroll(page, app.codeAt(new TestClock(in.keycloak()).now()), "");
    }

    private static void disableIn(TestRealm of) {
        Map<String, Object> action = Map.of(
                "alias",
                "CONFIGURE_RECOVERY_AUTHN_CODES",
                "name",
                "Recovery Authentication Codes",
                "providerId",
                "CONFIGURE_RECOVERY_AUTHN_CODES",
                "enabled",
                false);
        of.admin()
                .put(of.path("/authentication/required-actions/CONFIGURE_RECOVERY_AUTHN_CODES"), action)
                .expect(204);
    }

    private static AuthenticatorApp enroll(Browser browser, TestUser user) {
        browser.goTo(realm.authorizationUri(ENROLL));
        LoginPage.at(browser).logIn(user);
        EnrollPage page = EnrollPage.at(browser);
        AuthenticatorApp app = AuthenticatorApp.scan(page.otpAuthUri());
        page.submit(app.codeAt(new TestClock(realm.keycloak()).now()));
        return app;
    }

    private static List<String> types(TestUser user) {
        return realm.credentials(user).findValuesAsText("type");
    }
}
