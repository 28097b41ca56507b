package io.verifytotp.keycloak.it.support.browser;

import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import org.openqa.selenium.By;

/** Keycloak's page for user name and password. */
public final class LoginPage {
    private static final By USERNAME = By.id("username");
    private static final By PASSWORD = By.id("password");
    private static final By SUBMIT = By.id("kc-login");

    private final Browser browser;

    private LoginPage(Browser browser) {
        this.browser = browser;
    }

    public static LoginPage open(Browser browser, TestRealm realm) {
        browser.goTo(realm.authorizationUri());
        return at(browser);
    }

    /** As soon as the browser shows it. */
    public static LoginPage at(Browser browser) {
        browser.await(PASSWORD);
        return new LoginPage(browser);
    }

    /** Sends the form; what comes next depends on the realm. */
    public void logIn(TestUser user) {
        logIn(user.username(), user.password());
    }

    public void logIn(String username, String password) {
        // Absent where Keycloak knows already who it is.
        if (browser.has(USERNAME)) {
            browser.await(USERNAME).sendKeys(username);
        }
        browser.await(PASSWORD).sendKeys(password);
        browser.submit(SUBMIT);
    }
}
