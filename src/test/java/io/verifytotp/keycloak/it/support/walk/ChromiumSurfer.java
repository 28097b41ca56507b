package io.verifytotp.keycloak.it.support.walk;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.verifytotp.keycloak.it.support.browser.Browser;
import io.verifytotp.keycloak.it.support.http.Callback;
import io.verifytotp.keycloak.it.support.http.Html;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.http.Redirect;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Map;
import java.util.Optional;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.virtualauthenticator.Credential;
import org.openqa.selenium.virtualauthenticator.VirtualAuthenticator;
import org.openqa.selenium.virtualauthenticator.VirtualAuthenticatorOptions;

/** Chromium, with a device for passkeys that has a key only while one is asked for. */
public final class ChromiumSurfer implements Surfer {
    private static final By USE_KEY = By.id("authenticateWebAuthnButton");
    /** The form that has one of the fields; of several the one that offers the value. */
    private static final String SUBMIT = """
            const fields = arguments[0];
            const offers = form => Object.entries(fields).some(([name, value]) =>
                form.elements[name] && (form.elements[name].type !== 'hidden' || form.elements[name].value === value));
            const form = [...document.forms].find(offers) || document.forms[0];
            for (const [name, value] of Object.entries(fields)) {
                let field = form.elements[name];
                if (!field || field.tagName === 'BUTTON') {
                    field = document.createElement('input');
                    field.type = 'hidden';
                    field.name = name;
                    form.appendChild(field);
                }
                field.value = value;
            }
            HTMLFormElement.prototype.submit.call(form);
            """;

    private final Browser browser;
    private final VirtualAuthenticator device;
    /** Signatures so far, of all keys: one whose counter does not grow counts as a copy. */
    private int signatures;

    private ChromiumSurfer(Browser browser, VirtualAuthenticator device) {
        this.browser = browser;
        this.device = device;
    }

    /** Takes over the browser, which then has a device for passkeys. */
    public static ChromiumSurfer of(Browser browser) {
        return new ChromiumSurfer(
                browser,
                browser.driver()
                        .addVirtualAuthenticator(new VirtualAuthenticatorOptions()
                                .setProtocol(VirtualAuthenticatorOptions.Protocol.CTAP2)
                                .setTransport(VirtualAuthenticatorOptions.Transport.INTERNAL)
                                .setHasResidentKey(true)
                                .setHasUserVerification(true)
                                .setIsUserVerified(true)));
    }

    /** The same as a new browser. */
    public ChromiumSurfer fresh() {
        browser.forgetCookies();
        return this;
    }

    @Override
    public HttpPage open(URI address) {
        browser.goTo(address);
        return page();
    }

    @Override
    public HttpPage submit(HttpPage page, Map<String, String> fields) {
        browser.leaveBy(() -> browser.driver().executeScript(SUBMIT, fields));
        return page();
    }

    @Override
    public HttpPage useKey(HttpPage page, SoftKey key, Person person) {
        browser.leaveBy(() -> {
            device.addCredential(Credential.createResidentCredential(
                    key.id(),
                    KeyPage.of(page).relyingParty(),
                    new PKCS8EncodedKeySpec(key.privateKey().getEncoded()),
                    person.user().id().getBytes(UTF_8),
                    signatures++));
            click();
        });
        device.removeAllCredentials();
        return page();
    }

    /** A login page that waits for a passkey takes it by itself as soon as there is one. */
    private void click() {
        try {
            browser.driver().findElement(USE_KEY).click();
        } catch (WebDriverException e) {
            if (!e.getMessage().isEmpty() && browser.has(USE_KEY)) {
                throw e;
            }
        }
    }

    private HttpPage page() {
        URI uri = browser.url();
        HttpHeaders none = HttpHeaders.of(Map.of(), (name, value) -> true);
        return Callback.isAt(uri)
                ? new HttpPage(200, uri, none, new Html(""), Optional.of(new Redirect(uri)))
                : new HttpPage(200, uri, none, new Html(browser.pageSource()), Optional.empty());
    }
}
