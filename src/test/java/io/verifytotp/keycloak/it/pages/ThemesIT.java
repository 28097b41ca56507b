package io.verifytotp.keycloak.it.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Settings;
import io.verifytotp.keycloak.it.support.browser.Browser;
import io.verifytotp.keycloak.it.support.browser.BrowserExtension;
import io.verifytotp.keycloak.it.support.browser.CodePage;
import io.verifytotp.keycloak.it.support.browser.EnrollPage;
import io.verifytotp.keycloak.it.support.browser.LoginPage;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages in the themes that Keycloak ships, and without one of their styles. */
@Tag("core")
@ExtendWith(BrowserExtension.class)
class ThemesIT {
    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "keycloak", "base"})
    void bothPagesWork(String theme, Browser browser) {
        try (TestRealm realm =
                RealmBuilder.aRealm().with("loginTheme", theme).codeRequired().createOn(SharedKeycloak.get())) {
            TestClock clock = new TestClock(realm.keycloak());
            TestUser user = realm.addUser("visitor");
            LoginPage.open(browser, realm).logIn(user);
            EnrollPage enroll = EnrollPage.at(browser);
            AuthenticatorApp app = AuthenticatorApp.scan(enroll.scannedUri());
            EnrolledUser enrolled = new EnrolledUser(realm, user, app, clock);
            browser.screenshot(Settings.work().resolve("screenshots/" + theme + "-enroll.png"));
            enroll.submit(enrolled.wrongCode());
            assertThat(EnrollPage.at(browser).error("code")).startsWith("This code was not accepted.");
            EnrollPage.at(browser).submit(enrolled.currentCode());
            browser.awaitRedirect();

            browser.forgetCookies();
            browser.goTo(realm.authorizationUri(java.util.Map.of("prompt", "login")));
            LoginPage.at(browser).logIn(user);
            CodePage.at(browser).submit(enrolled.wrongCode());
            assertThat(CodePage.at(browser).error()).startsWith("This code was not accepted.");
            browser.screenshot(Settings.work().resolve("screenshots/" + theme + "-code.png"));
            CodePage.at(browser).submit(enrolled.freshCode());

            assertThat(browser.awaitRedirect().code()).isNotEmpty();
        }
    }
}
