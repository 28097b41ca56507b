package io.verifytotp.keycloak.it.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.browser.Browser;
import io.verifytotp.keycloak.it.support.browser.BrowserExtension;
import io.verifytotp.keycloak.it.support.browser.CodePage;
import io.verifytotp.keycloak.it.support.browser.EnrollPage;
import io.verifytotp.keycloak.it.support.browser.LoginPage;
import io.verifytotp.keycloak.it.support.browser.Passkeys;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.Recipes;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.AtLocalhost;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** A passkey is two factors in one: the set-up by hand leaves it alone. So it does with recovery codes. */
@ExtendWith(BrowserExtension.class)
class PasskeyRecipesIT {
    private static final By RECOVERY_CODES = By.name("generatedRecoveryAuthnCodes");

    @Test
    void aPasskeyGetsInAndThePasswordDoesNot(Browser browser) {
        assertThatThePasskeyIsEnough(browser, Recipes::everybody);
    }

    @Test
    void soItDoesAfterTheOneCall(Browser browser) {
        assertThatThePasskeyIsEnough(browser, Recipes::everybodyInOneCall);
    }

    @Test
    void soItDoesBesideRecoveryCodes(Browser browser) {
        assertThatThePasskeyIsEnough(browser, Recipes::everybodyWithRecoveryCodes);
    }

    private static void assertThatThePasskeyIsEnough(Browser browser, Consumer<TestRealm> recipe) {
        try (TestRealm created = RealmBuilder.aRealm()
                .with("webAuthnPolicyPasswordlessPasskeysEnabled", true)
                .with("webAuthnPolicyPasswordlessRequireResidentKey", "Yes")
                .with("webAuthnPolicyPasswordlessUserVerificationRequirement", "required")
                .with("browserFlow", "browser")
                .amrMapper()
                .createOn(SharedKeycloak.get())) {
            TestRealm realm = AtLocalhost.of(created);
            TestUser user = realm.addUser("keyholder");
            Passkeys passkeys = Passkeys.of(browser);
            passkeys.register(realm, user);
            recipe.accept(realm);
            browser.forgetCookies();

            passkeys.logIn(realm);

            assertThat(browser.awaitRedirect().code()).isNotEmpty();
            assertThat(realm.credentials(user).findValuesAsText("type")).doesNotContain("verify-totp");
            assertThat(new HttpLogin(realm).startWithPassword(user).isEnrollment())
                    .isTrue();
        }
    }

    @Test
    void aRecoveryCodeStandsInForTheApp(Browser browser) {
        assertThatARecoveryCodeStandsIn(browser, Recipes::everybodyWithRecoveryCodes);
    }

    @Test
    void soItDoesAfterTheOneCallWhereItDidBefore(Browser browser) {
        assertThatARecoveryCodeStandsIn(browser, Recipes::everybodyInOneCallBesideRecoveryCodes);
    }

    private static void assertThatARecoveryCodeStandsIn(Browser browser, Consumer<TestRealm> recipe) {
        try (TestRealm realm =
                RealmBuilder.aRealm().with("browserFlow", "browser").amrMapper().createOn(SharedKeycloak.get())) {
            recipe.accept(realm);
            TestUser user = realm.addUser("careful");
            LoginPage.open(browser, realm).logIn(user);
            EnrollPage page = EnrollPage.at(browser);
            AuthenticatorApp app = AuthenticatorApp.scan(page.otpAuthUri());
            TestClock clock = new TestClock(realm.keycloak());
            page.submit(app.codeAt(clock.now()));
            String recoveryCode = saveRecoveryCodes(browser);
            EnrolledUser enrolled = new EnrolledUser(realm, user, app, clock);
            EnrolledUser.CodePrompt prompt = enrolled.prompt();
            assertThat(prompt.page().asksForCode()).as(prompt.page().toString()).isTrue();
            HttpPage end = prompt.answer(enrolled.freshCode());
            assertThat(prompt.login().exchange(end).amr()).containsExactly("otp");
            browser.forgetCookies();

            LoginPage.open(browser, realm).logIn(user);
            CodePage.at(browser);
            browser.submit(By.id("try-another-way"));
            browser.await(By.xpath("//*[contains(normalize-space(text()), 'Recovery')]"))
                    .click();
            browser.await(By.id("recoveryCodeInput")).sendKeys(recoveryCode);
            browser.submit(By.cssSelector("[type=submit]"));

            assertThat(browser.awaitRedirect().code()).isNotEmpty();
        }
    }

    private static String saveRecoveryCodes(Browser browser) {
        String codes = browser.await(RECOVERY_CODES).getDomProperty("value");
        browser.await(By.id("kcRecoveryCodesConfirmationCheck")).click();
        browser.submit(By.id("saveRecoveryAuthnCodesBtn"));
        browser.awaitRedirect();
        return codes.split(",", -1)[0];
    }
}
