package io.verifytotp.keycloak.it.enroll;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.WaitingTime;
import io.verifytotp.keycloak.it.support.browser.Browser;
import io.verifytotp.keycloak.it.support.browser.BrowserExtension;
import io.verifytotp.keycloak.it.support.browser.EnrollPage;
import io.verifytotp.keycloak.it.support.browser.LoginPage;
import io.verifytotp.keycloak.it.support.browser.WithBrowser;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** A user without a factor meets the enrollment page, in a real browser. */
@Tag("core")
@ExtendWith(BrowserExtension.class)
class EnrollmentIT {
    @AutoClose
    private static TestRealm realm;

    private static TestClock clock;

    @BeforeAll
    static void createRealm() {
        realm = RealmBuilder.aRealm()
                .with("displayName", "Owl & Söhne")
                .codeRequired()
                .createOn(SharedKeycloak.get());
        clock = new TestClock(realm.keycloak());
    }

    @Test
    void scanningTheQrCodeAndTypingTheCodeEndsTheLogin(Browser browser) {
        TestUser user = realm.addUser("scanner");
        LoginPage.open(browser, realm).logIn(user);
        EnrollPage page = EnrollPage.at(browser);
        AuthenticatorApp app = AuthenticatorApp.scan(page.scannedUri());

        page.label("My phone").submit(app.codeAt(clock.now()));

        assertThat(browser.awaitRedirect().code()).isNotEmpty();
        assertThat(realm.credentials(user).findValuesAsText("type")).contains("verify-totp");
        assertThat(realm.credentials(user).findValuesAsText("userLabel")).contains("My phone");
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void qrCodeLinkAndKeyTellTheSame(Browser browser) {
        LoginPage.open(browser, realm).logIn(realm.addUser("teller"));
        EnrollPage page = EnrollPage.at(browser);

        AuthenticatorApp scanned = AuthenticatorApp.scan(page.scannedUri());

        assertThat(page.otpAuthUri()).isEqualTo(page.scannedUri());
        assertThat(page.manualKey().replace(" ", ""))
                .isEqualTo(scanned.secret())
                .matches("[A-Z2-7]{32}");
        assertThat(scanned.issuer()).isEqualTo("Owl & Söhne");
        assertThat(scanned.label()).isEqualTo("Owl & Söhne:teller");
        assertThat(page.scannedUri())
                .contains("&algorithm=SHA1&digits=6&period=30")
                .contains("Owl%20%26%20S%C3%B6hne");
    }

    @Test
    void aWrongCodeKeepsTheQrCodeAndTheLabel(Browser browser) {
        LoginPage.open(browser, realm).logIn(realm.addUser("clumsy"));
        EnrollPage page = EnrollPage.at(browser);
        String before = page.otpAuthUri();
        AuthenticatorApp app = AuthenticatorApp.scan(before);

        page.label("Old tablet").submit(app.wrongCodeAt(clock.now()));

        EnrollPage again = EnrollPage.at(browser);
        assertThat(again.error("code")).startsWith("This code was not accepted.");
        assertThat(again.otpAuthUri()).isEqualTo(before);
        assertThat(browser.await(By.name("label")).getDomProperty("value")).isEqualTo("Old tablet");
        WebElement code = browser.await(By.name("code"));
        assertThat(code.getDomAttribute("aria-invalid")).isEqualTo("true");
        assertThat(code.getDomAttribute("aria-describedby")).contains("input-error-code");
        again.submit(app.codeAt(clock.now()));
        assertThat(browser.awaitRedirect().code()).isNotEmpty();
    }

    @Test
    void reloadingKeepsTheQrCode(Browser browser) {
        LoginPage.open(browser, realm).logIn(realm.addUser("reloader"));
        String before = EnrollPage.at(browser).otpAuthUri();

        browser.reload();

        assertThat(EnrollPage.at(browser).otpAuthUri()).isEqualTo(before);
    }

    @Test
    void nothingIsAskedOfJavaScript(@WithBrowser(javaScript = false) Browser browser) {
        LoginPage.open(browser, realm).logIn(realm.addUser("scriptless"));
        EnrollPage page = EnrollPage.at(browser);

        page.submit(AuthenticatorApp.scan(page.scannedUri()).codeAt(clock.now()));

        assertThat(browser.awaitRedirect().code()).isNotEmpty();
    }

    @Test
    void fieldsAreLabelledAndMeantForCodes(Browser browser) {
        LoginPage.open(browser, realm).logIn(realm.addUser("reader"));
        EnrollPage.at(browser);

        WebElement code = browser.await(By.name("code"));

        assertThat(code.getAccessibleName()).isEqualTo("One-time code");
        assertThat(code.getDomAttribute("autocomplete")).isEqualTo("one-time-code");
        assertThat(code.getDomAttribute("inputmode")).isEqualTo("numeric");
        assertThat(browser.await(By.name("label")).getAccessibleName()).isEqualTo("Device name (optional)");
        assertThat(browser.await(By.id("verify-totp-qr")).getAccessibleName()).contains("QR code");
    }

    @Test
    void noFormFieldHoldsTheSeed(Browser browser) {
        LoginPage.open(browser, realm).logIn(realm.addUser("inspector"));
        EnrollPage page = EnrollPage.at(browser);
        String seed = AuthenticatorApp.scan(page.otpAuthUri()).secret();

        List<WebElement> fields = browser.driver().findElements(By.cssSelector("input, textarea, select, button"));

        assertThat(fields).isNotEmpty().allSatisfy(field -> {
            assertThat(String.valueOf(field.getDomProperty("value")).replace(" ", ""))
                    .doesNotContain(seed);
            assertThat(field.getDomAttribute("name")).isIn("code", "label", "logout-sessions", "", null);
        });
    }

    @Test
    void aSeedThatTheBrowserSendsChangesNothing() {
        TestUser user = realm.addUser("forger");
        HttpLogin login = new HttpLogin(realm);
        HttpPage page = login.startWithPassword(user);
        String own = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        String code = AuthenticatorApp.typed(own).codeAt(clock.now());

        HttpPage answer = login.submit(
                page,
                Map.of(
                        "code",
                        code,
                        "secret",
                        own,
                        "totpSecret",
                        own,
                        "status",
                        "verified",
                        "factor",
                        "YF" + "0".repeat(32)));

        assertThat(answer.isEnrollment()).isTrue();
        assertThat(answer.otpAuthUri()).isEqualTo(page.otpAuthUri());
        assertThat(realm.credentials(user).findValuesAsText("type")).containsOnly("password");
    }

    @Test
    void anExpiredQrCodeIsReplacedByANewOne() {
        TestRealm hasty = RealmBuilder.aRealm()
                .codeRequired()
                .enrollConfig(Map.of("pendingLifetime", "60"))
                .createOn(SharedKeycloak.get());
        HttpLogin login = new HttpLogin(hasty);
        HttpPage page = login.startWithPassword(hasty.addUser("sleeper"));
        AuthenticatorApp app = AuthenticatorApp.scan(page.otpAuthUri());
        clock.advance(Duration.ofSeconds(61));

        HttpPage answer = login.enroll(page, app.codeAt(clock.now()), "");

        assertThat(answer.error())
                .isEqualTo("The QR code has expired. Scan the new one, then enter the code that the app shows.");
        assertThat(answer.otpAuthUri()).isNotEqualTo(page.otpAuthUri());
        AuthenticatorApp scannedAnew = AuthenticatorApp.scan(answer.otpAuthUri());
        assertThat(login.enroll(answer, scannedAnew.codeAt(clock.now()), "").isLoggedIn())
                .isTrue();
        hasty.close();
    }

    @Test
    void tooManyWrongCodesMakeTheUserWait() {
        HttpLogin login = new HttpLogin(realm);
        HttpPage page = login.startWithPassword(realm.addUser("guesser"));
        AuthenticatorApp app = AuthenticatorApp.scan(page.otpAuthUri());
        for (int i = 0; i < 5; i++) {
            page = login.enroll(page, app.wrongCodeAt(clock.now()), "");
        }
        assertThat(WaitingTime.seconds(page)).isBetween(20, 30);

        HttpPage whileLocked = login.enroll(page, app.codeAt(clock.now()), "");
        clock.advance(Duration.ofSeconds(31));
        HttpPage afterwards = login.enroll(whileLocked, app.codeAt(clock.now()), "");

        assertThat(whileLocked.isEnrollment()).isTrue();
        assertThat(afterwards.isLoggedIn()).isTrue();
    }

    @Test
    void theEventsTellFactorAndReason() {
        TestUser user = realm.addUser("audited");
        HttpLogin login = new HttpLogin(realm);
        HttpPage page = login.startWithPassword(user);
        AuthenticatorApp app = AuthenticatorApp.scan(page.otpAuthUri());
        HttpPage refused = login.enroll(page, app.wrongCodeAt(clock.now()), "");

        login.enroll(refused, app.codeAt(clock.now()), "");

        assertThat(realm.events("UPDATE_CREDENTIAL_ERROR")).anySatisfy(event -> {
            assertThat(event.get("userId").asText()).isEqualTo(user.id());
            assertThat(event.at("/details/verify_totp_reason").asText()).isEqualTo("wrong_code");
            assertThat(event.at("/details/verify_totp_factor").asText()).matches("YF[0-9a-f]{32}");
        });
        assertThat(realm.events("UPDATE_CREDENTIAL")).anySatisfy(event -> {
            assertThat(event.get("userId").asText()).isEqualTo(user.id());
            assertThat(event.at("/details/credential_type").asText()).isEqualTo("verify-totp");
        });
    }
}
