package io.verifytotp.keycloak.it.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.browser.Browser;
import io.verifytotp.keycloak.it.support.browser.BrowserExtension;
import io.verifytotp.keycloak.it.support.browser.EnrollPage;
import io.verifytotp.keycloak.it.support.browser.LoginPage;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.KeycloakUnderTest;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** An operator's own theme, in {@code src/test/themes}, changes a template and a text of ours. */
@ExtendWith(BrowserExtension.class)
abstract class CustomThemeRules {
    /** A realm that {@link #realmWithTheme} made. */
    abstract TestRealm realm();

    /** On a server that has {@link SharedKeycloak#THEMES}. */
    static TestRealm realmWithTheme(KeycloakUnderTest server) {
        return RealmBuilder.aRealm()
                .with("loginTheme", "owlbank")
                .codeRequired()
                .createOn(server);
    }

    @Test
    void itsTextStandsOnOurPage(Browser browser) {
        LoginPage.open(browser, realm()).logIn(realm().addUser("reader"));
        EnrollPage page = EnrollPage.at(browser);

        assertThat(browser.await(By.id("kc-page-title")).getText()).isEqualTo("Your owl app");
        AuthenticatorApp app = AuthenticatorApp.scan(page.scannedUri());
        page.submit(app.codeAt(new TestClock(realm().keycloak()).now()));
        assertThat(browser.awaitRedirect().code()).isNotEmpty();
        // Style sheet and script were found.
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void itsTemplateTakesThePlaceOfOurs(Browser browser) {
        EnrolledUser user = EnrolledUser.enroll(realm(), "flier");
        LoginPage.open(browser, realm()).logIn(user.user());

        assertThat(browser.await(By.name("code")).getAccessibleName()).isEqualTo("The owl's number");
        browser.await(By.name("code")).sendKeys(user.freshCode());
        browser.submit(By.xpath("//button[text()='Fly']"));

        assertThat(browser.awaitRedirect().code()).isNotEmpty();
    }
}
