package io.verifytotp.keycloak.it.support.browser;

import io.verifytotp.keycloak.it.support.http.FormError;
import java.util.List;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** Our page that asks a user to confirm an operation. */
public final class ConfirmPage {
    public static final By CONFIRM = By.id("verify-totp-confirm");

    private static final By CODE = By.id("code");
    private static final By OPERATION = By.id("verify-totp-operation");
    private static final By VALUES = By.cssSelector("#verify-totp-operation dd");

    private final Browser browser;

    private ConfirmPage(Browser browser) {
        this.browser = browser;
    }

    /** As soon as the browser shows it. */
    public static ConfirmPage at(Browser browser) {
        browser.await(OPERATION);
        browser.await(CONFIRM);
        return new ConfirmPage(browser);
    }

    public ConfirmPage type(String code) {
        WebElement field = browser.await(CODE);
        field.clear();
        field.sendKeys(code);
        return this;
    }

    public void confirm(String code) {
        type(code);
        browser.submit(CONFIRM);
    }

    public void decline() {
        browser.submit(By.id("verify-totp-decline"));
    }

    public String operation() {
        return browser.await(OPERATION).getText();
    }

    public List<String> values() {
        return browser.driver().findElements(VALUES).stream()
                .map(WebElement::getText)
                .toList();
    }

    public boolean saysToWait() {
        return browser.has(By.id("verify-totp-confirm-wait"));
    }

    /** What is wrong with the code. */
    public String error() {
        return FormError.at(browser, "code");
    }
}
