package io.verifytotp.keycloak.it.support.browser;

import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.http.Callback;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import java.time.Duration;
import java.util.Map;
import org.openqa.selenium.By;
import org.openqa.selenium.NoAlertPresentException;
import org.openqa.selenium.virtualauthenticator.VirtualAuthenticatorOptions;
import org.openqa.selenium.virtualauthenticator.VirtualAuthenticatorOptions.Protocol;
import org.openqa.selenium.virtualauthenticator.VirtualAuthenticatorOptions.Transport;

/** What a person's device does with passkeys: Chromium's virtual authenticator, which agrees to everything. */
public final class Passkeys {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final By REGISTER = By.id("registerWebAuthn");
    private static final By SIGN_IN = By.id("authenticateWebAuthnButton");

    private final Browser browser;

    private Passkeys(Browser browser) {
        this.browser = browser;
    }

    public static Passkeys of(Browser browser) {
        browser.driver()
                .addVirtualAuthenticator(new VirtualAuthenticatorOptions()
                        .setProtocol(Protocol.CTAP2)
                        .setTransport(Transport.INTERNAL)
                        .setHasResidentKey(true)
                        .setHasUserVerification(true)
                        .setIsUserVerified(true));
        return new Passkeys(browser);
    }

    /** In a login with the password. */
    public void register(TestRealm realm, TestUser user) {
        browser.goTo(realm.authorizationUri(Map.of("kc_action", "webauthn-register-passwordless")));
        LoginPage.at(browser).logIn(user);
        browser.await(REGISTER).click();
        Await.until("the question for a name", PATIENCE, this::acceptName);
        browser.awaitRedirect();
    }

    /** On the login page, without a user name. Where the browser offers the passkey by itself, that is it. */
    public void logIn(TestRealm realm) {
        browser.goTo(realm.authorizationUri());
        if (!Callback.isAt(browser.url()) && browser.has(SIGN_IN)) {
            browser.await(SIGN_IN).click();
        }
    }

    private boolean acceptName() {
        try {
            browser.driver().switchTo().alert().accept();
            return true;
        } catch (NoAlertPresentException e) {
            // The device is still at it.
            return false;
        }
    }
}
