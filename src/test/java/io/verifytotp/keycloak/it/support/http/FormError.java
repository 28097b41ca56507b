package io.verifytotp.keycloak.it.support.http;

import io.verifytotp.keycloak.it.support.browser.Browser;
import org.openqa.selenium.By;

/** The text below a form field that says what is wrong with it. */
public final class FormError {
    private FormError() {}

    /** As soon as there is one. */
    public static String at(Browser browser, String field) {
        return browser.await(By.id("input-error-" + field)).getText().strip();
    }
}
