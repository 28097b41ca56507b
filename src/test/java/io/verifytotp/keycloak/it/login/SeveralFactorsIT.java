package io.verifytotp.keycloak.it.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.browser.Browser;
import io.verifytotp.keycloak.it.support.browser.BrowserExtension;
import io.verifytotp.keycloak.it.support.browser.CodePage;
import io.verifytotp.keycloak.it.support.browser.LoginPage;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Users with several factors name them, and choose one when they log in. */
@ExtendWith(BrowserExtension.class)
class SeveralFactorsIT {
    private static final Map<String, String> ENROLL = Map.of("kc_action", "verify-totp-enroll");

    @AutoClose
    private static final TestRealm realm = RealmBuilder.aRealm()
            .codeRequired()
            .enrollConfig(Map.of("maxFactors", "2"))
            .createOn(SharedKeycloak.get());

    @Test
    void theUserChoosesTheFactorByItsName(Browser browser) {
        TestUser user = realm.addUser("owner-of-two");
        EnrolledUser phone = EnrolledUser.enroll(realm, user, "Phone");
        EnrolledUser tablet = addFactor(phone, "Tablet");
        LoginPage.open(browser, realm).logIn(user);
        CodePage page = CodePage.at(browser);
        assertThat(page.factors()).hasSize(2).allMatch(id -> id.matches("YF[0-9a-f]{32}"));
        assertThat(browser.pageSource()).contains("Phone").contains("Tablet");

        page.submit(tablet.freshCode());
        assertThat(page.error()).startsWith("This code was not accepted.");
        CodePage again = CodePage.at(browser);
        again.choose(again.factors().get(1));
        again.submit(tablet.currentCode());

        assertThat(browser.awaitRedirect().code()).isNotEmpty();
        assertThat(phone.logIn(phone.freshCode()).isLoggedIn()).isTrue();
    }

    @Test
    void aSecondFactorNeedsANameOfItsOwn() {
        EnrolledUser phone = EnrolledUser.enroll(realm, realm.addUser("namer"), "Phone");
        HttpLogin login = new HttpLogin(realm);
        login.code(login.startWithPassword(phone.user()), phone.freshCode());
        HttpPage page = login.start(ENROLL);
        EnrolledUser second =
                new EnrolledUser(realm, phone.user(), AuthenticatorApp.scan(page.otpAuthUri()), phone.clock());
        String code = second.freshCode();

        assertThat(page.html().source()).contains("Device name").doesNotContain("(optional)");

        HttpPage nameless = login.enroll(page, code, "  ");
        HttpPage taken = login.enroll(nameless, code, "Phone");
        HttpPage tooLong = login.enroll(taken, code, "x".repeat(65));
        HttpPage named = login.enroll(tooLong, code, "Tablet");

        assertThat(nameless.error()).startsWith("Enter a name for this device");
        assertThat(taken.error()).startsWith("You already have an authenticator app with this name.");
        assertThat(tooLong.error()).isEqualTo("Use at most 64 characters.");
        assertThat(named.isLoggedIn()).isTrue();
    }

    @Test
    void moreThanTheServiceAllowsAreRefused() {
        EnrolledUser phone = EnrolledUser.enroll(realm, realm.addUser("collector"), "Phone");
        addFactor(phone, "Tablet");
        HttpLogin login = new HttpLogin(realm);
        login.code(login.startWithPassword(phone.user()), phone.freshCode());

        HttpPage page = login.start(ENROLL);

        assertThat(page.isEnrollment()).isFalse();
        assertThat(page.error()).startsWith("You have reached the maximum number of authenticator apps.");
    }

    private static EnrolledUser addFactor(EnrolledUser first, String label) {
        HttpLogin login = new HttpLogin(realm);
        login.code(login.startWithPassword(first.user()), first.freshCode());
        HttpPage page = login.start(ENROLL);
        AuthenticatorApp app = AuthenticatorApp.scan(page.otpAuthUri());
        assertThat(login.enroll(page, app.codeAt(first.clock().now()), label).isLoggedIn())
                .isTrue();
        return new EnrolledUser(realm, first.user(), app, first.clock());
    }
}
