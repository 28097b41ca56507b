package io.verifytotp.keycloak.it.support.browser;

import io.verifytotp.keycloak.it.support.http.FormError;
import java.util.List;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** Our page that asks for a code. */
public final class CodePage {
    private static final By CODE = By.id("code");
    private static final By FACTORS = By.name("factor");
    private static final By SUBMIT = By.id("kc-login");
    private static final By CANCEL = By.name("cancel-aia");

    private final Browser browser;

    private CodePage(Browser browser) {
        this.browser = browser;
    }

    /** As soon as the browser shows it. */
    public static CodePage at(Browser browser) {
        browser.await(CODE);
        browser.await(SUBMIT);
        return new CodePage(browser);
    }

    public void submit(String code) {
        WebElement field = browser.await(CODE);
        field.clear();
        field.sendKeys(code);
        browser.submit(SUBMIT);
    }

    public void cancel() {
        browser.submit(CANCEL);
    }

    public boolean canBeCancelled() {
        return browser.has(CANCEL);
    }

    /** The public ids of the factors to choose from; empty where there is no choice. */
    public List<String> factors() {
        return browser.driver().findElements(FACTORS).stream()
                .map(choice -> choice.getDomAttribute("value"))
                .toList();
    }

    public void choose(String factor) {
        browser.await(By.cssSelector("input[name=factor][value='" + factor + "']"))
                .click();
    }

    /** What is wrong with the code. */
    public String error() {
        return FormError.at(browser, "code");
    }
}
