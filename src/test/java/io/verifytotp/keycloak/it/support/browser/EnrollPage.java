package io.verifytotp.keycloak.it.support.browser;

import io.verifytotp.keycloak.it.support.Settings;
import io.verifytotp.keycloak.it.support.http.FormError;
import java.nio.file.Path;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** Our page that shows a new factor and asks for its first code. */
public final class EnrollPage {
    private static final By QR_CODE = By.id("verify-totp-qr");
    private static final By KEY = By.id("verify-totp-key");
    private static final By LINK = By.id("verify-totp-link");
    private static final By CODE = By.name("code");
    private static final By LABEL = By.name("label");
    private static final By LOGOUT_SESSIONS = By.name("logout-sessions");
    private static final By SUBMIT = By.id("verify-totp-submit");
    private static final By LATER = By.name("skip");
    private static final By CANCEL = By.name("cancel-aia");

    private final Browser browser;

    private EnrollPage(Browser browser) {
        this.browser = browser;
    }

    /** As soon as the browser shows it. */
    public static EnrollPage at(Browser browser) {
        browser.await(SUBMIT);
        return new EnrollPage(browser);
    }

    /** Of the link for an app on the same device. */
    public String otpAuthUri() {
        return browser.await(LINK).getDomAttribute("href");
    }

    /** For people who type; the page may keep it folded away. */
    public String manualKey() {
        // Folded away on the page, so there is text content but no visible text.
        return browser.await(KEY).getDomProperty("textContent").strip();
    }

    /** What a phone's camera reads from the screen. */
    public String scannedUri() {
        Path picture = Settings.work().resolve("screenshots/enroll-" + System.nanoTime() + ".png");
        browser.await(QR_CODE);
        browser.screenshot(picture);
        return QrReader.read(picture);
    }

    public EnrollPage label(String label) {
        WebElement field = browser.await(LABEL);
        field.clear();
        field.sendKeys(label);
        return this;
    }

    public EnrollPage toggleLogoutOfOtherSessions() {
        browser.await(LOGOUT_SESSIONS).click();
        return this;
    }

    public void submit(String code) {
        WebElement field = browser.await(CODE);
        field.clear();
        field.sendKeys(code);
        browser.submit(SUBMIT);
    }

    public void putOff() {
        browser.submit(LATER);
    }

    public void cancel() {
        browser.submit(CANCEL);
    }

    public boolean canBeCancelled() {
        return browser.has(CANCEL);
    }

    /** What is wrong with a field: {@code code} or {@code label}. */
    public String error(String field) {
        return FormError.at(browser, field);
    }
}
