package io.verifytotp.keycloak.it.enroll;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.browser.Browser;
import io.verifytotp.keycloak.it.support.browser.BrowserExtension;
import io.verifytotp.keycloak.it.support.browser.CodePage;
import io.verifytotp.keycloak.it.support.browser.EnrollPage;
import io.verifytotp.keycloak.it.support.browser.LoginPage;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** What a user sees of the factors in Keycloak's account console, in a session that began without a code. */
@ExtendWith(BrowserExtension.class)
class AccountConsoleIT {
    private static final By ADD = By.cssSelector("[data-testid='verify-totp/create']");
    private static final By DELETE = By.cssSelector("[data-testid='verify-totp/credential-list'] button");

    @AutoClose
    private static final TestRealm realm = RealmBuilder.aRealm()
            .codeIfConfigured()
            .enrollConfig(Map.of("maxFactors", "2"))
            .createOn(SharedKeycloak.get());

    @Test
    void deletingAsksForTheFactorFirst(Browser browser) {
        TestUser user = realm.addUser("deleter");
        ApiFactor factor = enrolledElsewhere(browser, user);
        assertThat(textAt(browser, DELETE)).containsPattern("Last used: .* UTC");

        browser.await(DELETE).click();
        CodePage asked = CodePage.at(browser);
        assertThat(asked.canBeCancelled()).isTrue();
        asked.submit(factor.freshCode());
        assertThat(types(user)).contains("verify-totp");
        browser.submit(By.id("kc-accept"));

        Await.until("the deletion", Duration.ofSeconds(20), () -> !types(user).contains("verify-totp"));
    }

    @Test
    void addingASecondAsksForTheFirst(Browser browser) {
        TestUser user = realm.addUser("adder");
        ApiFactor factor = enrolledElsewhere(browser, user);

        browser.await(ADD).click();
        CodePage.at(browser).submit(factor.freshCode());
        EnrollPage page = EnrollPage.at(browser);
        AuthenticatorApp app = AuthenticatorApp.scan(page.otpAuthUri());
        page.label("Tablet").submit(app.codeAt(new TestClock(realm.keycloak()).now()));

        assertThat(textAt(browser, DELETE)).contains("Tablet");
        assertThat(realm.credentials(user).toString()).contains("Tablet");
    }

    /** Logs in to the console without a factor, gets one over the API, and looks at the listing again. */
    private static ApiFactor enrolledElsewhere(Browser browser, TestUser user) {
        URI listing = realm.uri("/account/account-security/signing-in");
        browser.goTo(listing);
        LoginPage.at(browser).logIn(user);
        browser.await(ADD);
        ApiFactor factor = ApiFactor.verified(realm.api("manage-verify-totp"), user);
        browser.goTo(listing);
        return factor;
    }

    private static String textAt(Browser browser, By awaited) {
        browser.await(awaited);
        return browser.await(By.tagName("body")).getText();
    }

    private static String types(TestUser user) {
        return realm.credentials(user).findValuesAsText("type").toString();
    }
}
