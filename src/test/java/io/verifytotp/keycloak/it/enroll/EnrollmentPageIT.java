package io.verifytotp.keycloak.it.enroll;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.browser.Browser;
import io.verifytotp.keycloak.it.support.browser.BrowserExtension;
import io.verifytotp.keycloak.it.support.browser.EnrollPage;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** What the enrollment page offers, and to whom. */
@ExtendWith(BrowserExtension.class)
class EnrollmentPageIT {
    private static final By LINK = By.id("verify-totp-link");
    private static final By QR_CODE = By.id("verify-totp-qr");
    private static final By COPY = By.id("verify-totp-copy");
    private static final By COPIED = By.id("verify-totp-copied");
    private static final By MANUAL = By.cssSelector(".verify-totp-manual > summary");
    private static final By LABEL = By.name("label");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @AutoClose
    private static TestRealm realm;

    private static TestClock clock;

    @BeforeAll
    static void createRealm() {
        realm = RealmBuilder.aRealm()
                .codeRequired()
                .enrollConfig(Map.of("maxFactors", "3"))
                .createOn(SharedKeycloak.get());
        clock = new TestClock(realm.keycloak());
    }

    @Test
    void threeStepsLeadThroughIt(Browser browser) {
        open(browser, "stepper");

        List<WebElement> steps = browser.driver().findElements(By.cssSelector("ol.verify-totp-steps > li"));

        assertThat(steps).hasSize(3);
        assertThat(steps)
                .extracting(step -> step.findElement(By.tagName("h2")).getText())
                .containsExactly(
                        "Open an authenticator app on your phone, or install one.",
                        "Scan this QR code with the app.",
                        "Enter the 6-digit code that the app shows.");
        assertThat(steps.get(2).findElements(By.name("code"))).hasSize(1);
    }

    @Test
    void onADesktopTheQrCodeComesFirst(Browser browser) {
        open(browser, "at-a-desk");

        assertThat(isBelow(browser, LINK, QR_CODE)).isTrue();
    }

    @Test
    void onAPhoneTheAppComesFirst(@WithBrowser(phone = true) Browser browser) {
        open(browser, "on-the-way");

        assertThat(isBelow(browser, QR_CODE, LINK)).isTrue();
        assertThat(browser.await(LINK).getText()).isEqualTo("Open in the authenticator app on this device");
        assertThat(browser.await(By.tagName("main")).getText())
                .contains("Open an authenticator app on this device, or install one.")
                .contains("Is the app on another device? Scan this QR code with it.");
    }

    @Test
    void afterThePasswordThreeInteractionsDo(Browser browser) {
        EnrollPage page = open(browser, "in-a-hurry");

        AuthenticatorApp scanned = AuthenticatorApp.scan(page.scannedUri());
        browser.await(By.name("code")).sendKeys(scanned.codeAt(clock.now()));
        browser.press(Keys.ENTER);

        assertThat(browser.awaitRedirect().code()).isNotEmpty();
    }

    @Test
    void theKeyIsCopiedWithoutItsSpacesAndThatIsTold(Browser browser) {
        EnrollPage page = open(browser, "copier");
        browser.await(MANUAL).click();
        assertThat(browser.await(COPIED).getText()).isEmpty();

        browser.await(COPY).click();

        Await.until("word of the copy", PATIENCE, () -> !browser.await(COPIED)
                .getText()
                .isEmpty());
        assertThat(browser.await(COPIED).getText()).isEqualTo("The key was copied.");
        assertThat(browser.await(COPIED).getAriaRole()).isEqualTo("status");
        WebElement field = browser.await(LABEL);
        field.clear();
        field.sendKeys(Keys.chord(Keys.CONTROL, "v"));
        assertThat(field.getDomProperty("value")).isEqualTo(page.manualKey().replace(" ", ""));
    }

    @Test
    void withoutJavaScriptTheKeyIsThereWithoutAButton(@WithBrowser(javaScript = false) Browser browser) {
        EnrollPage page = open(browser, "plain-copier");

        browser.await(MANUAL).click();

        assertThat(browser.await(COPY).isDisplayed()).isFalse();
        assertThat(browser.await(By.id("verify-totp-key")).isDisplayed()).isTrue();
        assertThat(page.manualKey()).matches("([A-Z2-7]{4} ){7}[A-Z2-7]{4}");
    }

    @Test
    void aNameIsSuggestedAndWhatIsTypedStays() {
        TestUser user = realm.addUser("namer");
        HttpLogin login = new HttpLogin(realm);
        HttpPage page = login.startWithPassword(user);
        AuthenticatorApp app = AuthenticatorApp.scan(page.otpAuthUri());

        HttpPage named = login.enroll(page, app.wrongCodeAt(clock.now()), "Old tablet");
        HttpPage nameless = login.enroll(named, app.wrongCodeAt(clock.now()), "");

        assertThat(page.html().values("label")).containsExactly("My phone");
        assertThat(named.html().values("label")).containsExactly("Old tablet");
        assertThat(nameless.html().values("label")).containsExactly("");
    }

    @Test
    void whatWasTickedStays() {
        HttpLogin login = new HttpLogin(realm);
        HttpPage page = login.startWithPassword(realm.addUser("ticker"));
        AuthenticatorApp app = AuthenticatorApp.scan(page.otpAuthUri());

        HttpPage ticked = login.submit(
                page, Map.of("code", app.wrongCodeAt(clock.now()), "label", "Tablet", "logout-sessions", "on"));
        HttpPage badLabel = login.submit(
                ticked, Map.of("code", app.codeAt(clock.now()), "label", "x".repeat(65), "logout-sessions", "on"));
        HttpPage unticked = login.enroll(badLabel, app.wrongCodeAt(clock.now()), "Tablet");

        assertThat(page.html().isChecked("logout-sessions")).isFalse();
        assertThat(ticked.html().isChecked("logout-sessions")).isTrue();
        assertThat(ticked.html().values("label")).containsExactly("Tablet");
        assertThat(badLabel.html().isChecked("logout-sessions")).isTrue();
        assertThat(unticked.html().isChecked("logout-sessions")).isFalse();
    }

    @Test
    void theNumberOfDigitsIsThatOfTheCodeOnThePage() {
        try (TestRealm changing = RealmBuilder.aRealm()
                .codeRequired()
                .enrollConfig(Map.of("codeLength", "8"))
                .createOn(SharedKeycloak.get())) {
            HttpLogin login = new HttpLogin(changing);
            HttpPage page = login.startWithPassword(changing.addUser("counter"));
            changing.configureEnrollment(Map.of("codeLength", "6"));

            HttpPage refused = login.enroll(page, "123456", "");

            assertThat(refused.html().source()).contains("Enter the 8-digit code that the app shows.");
            assertThat(refused.error()).contains("8").doesNotContain("6");
        }
    }

    @Test
    void theSuggestedNameGetsANumberWhereItIsTaken() {
        EnrolledUser first = EnrolledUser.enroll(realm, realm.addUser("collector"), "My phone");
        HttpLogin login = new HttpLogin(realm);
        login.code(login.startWithPassword(first.user()), first.freshCode());

        HttpPage page = login.start(Map.of("kc_action", "verify-totp-enroll"));

        assertThat(page.html().values("label")).containsExactly("My phone (2)");
    }

    @Test
    void appsAreNamedThatKnowTheParameters() {
        HttpPage usual = new HttpLogin(realm).startWithPassword(realm.addUser("usual"));
        try (TestRealm strong = RealmBuilder.aRealm()
                .codeRequired()
                .enrollConfig(Map.of("algorithm", "sha512", "codeLength", "8"))
                .createOn(SharedKeycloak.get())) {
            HttpPage unusual = new HttpLogin(strong).startWithPassword(strong.addUser("unusual"));

            assertThat(usual.html().source())
                    .contains("Apps that work here: Google Authenticator, Microsoft Authenticator, FreeOTP");
            assertThat(unusual.html().source()).contains("Apps that work here: FreeOTP, Aegis, Bitwarden.");
        }
    }

    @Test
    void whoseCodesKeepFailingLearnsWhatTimeItIs() {
        HttpLogin login = new HttpLogin(realm);
        HttpPage page = login.startWithPassword(realm.addUser("late"));
        AuthenticatorApp app = AuthenticatorApp.scan(page.otpAuthUri());

        HttpPage once = login.enroll(page, app.wrongCodeAt(clock.now()), "");
        Instant before = clock.now();
        HttpPage twice = login.enroll(once, app.wrongCodeAt(clock.now()), "");

        assertThat(page.html().hasId("verify-totp-clock")).isFalse();
        assertThat(once.html().hasId("verify-totp-clock")).isFalse();
        assertThat(twice.html().text("verify-totp-clock").orElseThrow()).startsWith("Do your codes keep failing?");
        Instant told = Instant.parse(
                twice.html().attribute("verify-totp-time", "datetime").orElseThrow());
        assertThat(told).isBetween(before.minusSeconds(1), clock.now());
        assertThat(twice.otpAuthUri()).isEqualTo(page.otpAuthUri());
    }

    private static EnrollPage open(Browser browser, String username) {
        LoginPage.open(browser, realm).logIn(realm.addUser(username));
        return EnrollPage.at(browser);
    }

    /** In what people see, and in what is read to them. */
    private static boolean isBelow(Browser browser, By lower, By upper) {
        Object follows = browser.driver()
                .executeScript(
                        "return arguments[0].compareDocumentPosition(arguments[1]) == Node.DOCUMENT_POSITION_FOLLOWING"
                                + " && arguments[0].getBoundingClientRect().bottom"
                                + " <= arguments[1].getBoundingClientRect().top",
                        browser.await(upper),
                        browser.await(lower));
        return Boolean.TRUE.equals(follows);
    }
}
