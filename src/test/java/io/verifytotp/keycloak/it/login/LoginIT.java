package io.verifytotp.keycloak.it.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.browser.Browser;
import io.verifytotp.keycloak.it.support.browser.BrowserExtension;
import io.verifytotp.keycloak.it.support.browser.CodePage;
import io.verifytotp.keycloak.it.support.browser.LoginPage;
import io.verifytotp.keycloak.it.support.browser.WithBrowser;
import io.verifytotp.keycloak.it.support.clock.TestClock;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** Users with a factor log in, in flows that require a code and in flows that ask for it where there is a factor. */
@Tag("core")
@ExtendWith(BrowserExtension.class)
class LoginIT {
    @AutoClose
    private static final TestRealm realm = RealmBuilder.aRealm()
            .codeRequired()
            .codeConfig(Map.of("default.reference.value", "otp", "default.reference.maxAge", "300"))
            .amrMapper()
            .createOn(SharedKeycloak.get());

    @Test
    void passwordAndCodeEndTheLogin(Browser browser) {
        EnrolledUser alice = EnrolledUser.enroll(realm, "alice");
        LoginPage.open(browser, realm).logIn(alice.user());

        CodePage.at(browser).submit(alice.freshCode());

        assertThat(browser.awaitRedirect().code()).isNotEmpty();
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void theCodeMayBeTypedWithASpaceInIt(@WithBrowser(javaScript = false) Browser browser) {
        EnrolledUser spacer = EnrolledUser.enroll(realm, "spacer");
        LoginPage.open(browser, realm).logIn(spacer.user());
        String code = spacer.freshCode();

        CodePage.at(browser).submit(code.substring(0, 3) + " " + code.substring(3));

        assertThat(browser.awaitRedirect().code()).isNotEmpty();
    }

    @Test
    void theFieldIsLabelledFocusedAndMeantForCodes(Browser browser) {
        EnrolledUser reader = EnrolledUser.enroll(realm, "reader");
        LoginPage.open(browser, realm).logIn(reader.user());
        CodePage page = CodePage.at(browser);

        WebElement code = browser.await(By.id("code"));

        assertThat(code.getAccessibleName()).isEqualTo("One-time code");
        assertThat(code.getDomAttribute("autocomplete")).isEqualTo("one-time-code");
        assertThat(code.getDomAttribute("inputmode")).isEqualTo("numeric");
        assertThat(browser.driver().switchTo().activeElement()).isEqualTo(code);
        page.submit(reader.wrongCode());
        assertThat(page.error())
                .isEqualTo("This code was not accepted. Wait for the next code in your app and enter that one.");
        assertThat(browser.await(By.id("code")).getDomAttribute("aria-invalid")).isEqualTo("true");
        assertThat(browser.await(By.id("code")).getDomAttribute("aria-describedby"))
                .contains("input-error-code");
    }

    @Test
    void aRightCodeAfterAWrongOneApprovesTheSameChallenge() {
        EnrolledUser user = EnrolledUser.enroll(realm, "second-try");
        EnrolledUser.CodePrompt prompt = user.prompt();
        HttpPage refused = prompt.answer(user.wrongCode());

        assertThat(prompt.login().code(refused, user.freshCode()).isLoggedIn()).isTrue();

        assertThat(challengeOf(realm.events("LOGIN").get(0)))
                .isEqualTo(challengeOf(realm.events("LOGIN_ERROR").get(0)));
    }

    @Test
    void aCodeOfTheWrongLengthIsToldApartAndNotCounted() {
        EnrolledUser user = EnrolledUser.enroll(realm, "short");
        EnrolledUser.CodePrompt prompt = user.prompt();
        HttpPage page = prompt.page();
        for (int i = 0; i < 8; i++) {
            page = prompt.login().code(page, "12345");
        }

        assertThat(page.error()).isEqualTo("Enter the 6 digits of the code.");
        assertThat(prompt.login().code(page, user.freshCode()).isLoggedIn()).isTrue();
    }

    @Test
    void theTokenHasTheReferenceValueOfTheFlow() {
        EnrolledUser user = EnrolledUser.enroll(realm, "referrer");
        HttpLogin login = new HttpLogin(realm);

        HttpPage end = login.code(login.startWithPassword(user.user()), user.freshCode());

        assertThat(login.exchange(end).amr()).containsExactly("otp");
    }

    @Test
    void theEventNamesFactorAndChallenge() {
        EnrolledUser user = EnrolledUser.enroll(realm, "audited");
        user.prompt().answer(user.wrongCode());

        user.logIn(user.freshCode());

        assertThat(realm.events("LOGIN_ERROR")).anySatisfy(event -> {
            assertThat(event.get("userId").asText()).isEqualTo(user.user().id());
            assertThat(event.get("error").asText()).isEqualTo("invalid_user_credentials");
            assertThat(event.at("/details/verify_totp_reason").asText()).isEqualTo("wrong_code");
            assertThatIdsAreTold(event);
        });
        assertThat(realm.events("LOGIN")).anySatisfy(event -> {
            assertThat(event.get("userId").asText()).isEqualTo(user.user().id());
            assertThatIdsAreTold(event);
        });
    }

    @Test
    void whoHasNoFactorIsNotAskedWhereTheFlowSaysSo() {
        try (TestRealm conditional = RealmBuilder.aRealm().codeIfConfigured().createOn(SharedKeycloak.get())) {
            TestUser user = conditional.addUser("newcomer");

            assertThat(new HttpLogin(conditional).startWithPassword(user).isLoggedIn())
                    .isTrue();

            HttpLogin enrolling = new HttpLogin(conditional);
            HttpPage enrollment = enrolling.password(enrolling.start(Map.of("kc_action", "verify-totp-enroll")), user);
            TestClock clock = new TestClock(conditional.keycloak());
            AuthenticatorApp app = AuthenticatorApp.scan(enrollment.otpAuthUri());
            assertThat(enrolling.enroll(enrollment, app.codeAt(clock.now()), "").isLoggedIn())
                    .isTrue();
            EnrolledUser enrolled = new EnrolledUser(conditional, user, app, clock);
            assertThat(enrolled.prompt().page().asksForCode()).isTrue();
            assertThat(enrolled.logIn(enrolled.freshCode()).isLoggedIn()).isTrue();
        }
    }

    private static String challengeOf(JsonNode event) {
        return event.at("/details/verify_totp_challenge").asText();
    }

    private static void assertThatIdsAreTold(JsonNode event) {
        assertThat(event.at("/details/verify_totp_factor").asText()).matches("YF[0-9a-f]{32}");
        assertThat(event.at("/details/verify_totp_challenge").asText()).matches("YC[0-9a-f]{32}");
    }
}
