package io.verifytotp.keycloak.it;

import org.openqa.selenium.By;

/** The text below a form field that says what is wrong with it. */
final class FormError {
    private FormError() {}

    /** As soon as there is one. */
    static String at(Browser browser, String field) {
        return browser.await(By.id("input-error-" + field)).getText().strip();
    }
}
