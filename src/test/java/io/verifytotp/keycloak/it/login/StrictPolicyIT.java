package io.verifytotp.keycloak.it.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.browser.Browser;
import io.verifytotp.keycloak.it.support.browser.BrowserExtension;
import io.verifytotp.keycloak.it.support.browser.CodePage;
import io.verifytotp.keycloak.it.support.browser.EnrollPage;
import io.verifytotp.keycloak.it.support.browser.LoginPage;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/**
 * A Content Security Policy that allows nothing inline. Keycloak's own layout, which is around every page, has inline
 * scripts in its head and event handlers around our forms, and such a policy stops these. Nothing of ours is stopped:
 * with those of the layout allowed by their hashes, the pages log nothing at all.
 */
@ExtendWith(BrowserExtension.class)
class StrictPolicyIT {
    private static final String POLICY = "script-src 'self'%s; style-src 'self'; img-src 'self'; object-src 'none';"
            + " frame-src 'self'; frame-ancestors 'self'";

    /** Inline scripts of the layout's head, and its event handlers, none of which is in our forms. */
    private static final String OF_THE_LAYOUT = """
            const scripts = [...document.querySelectorAll("head script:not([src])")].map(script => script.textContent);
            const handlers = [...document.querySelectorAll("body *")]
                .filter(element => !element.closest(".verify-totp"))
                .flatMap(element => [...element.attributes])
                .filter(attribute => attribute.name.startsWith("on"))
                .map(attribute => attribute.value);
            return [...scripts, ...handlers];
            """;

    private TestRealm realm;

    @BeforeEach
    void createRealm() {
        realm = RealmBuilder.aRealm().codeRequired().createOn(SharedKeycloak.get());
        allow(List.of());
    }

    @AfterEach
    void deleteRealm() {
        realm.close();
    }

    @Test
    void stopsWhatTheLayoutHasInlineOnKeycloaksOwnPagesAsWell(Browser browser) {
        LoginPage login = LoginPage.open(browser, realm);
        assertThat(refused(browser)).isNotEmpty().allMatch(line -> line.contains("inline"));

        login.logIn(realm.addUser("visitor"));
        EnrollPage.at(browser);

        assertThat(refused(browser)).isNotEmpty().allMatch(line -> line.contains("inline"));
    }

    @Test
    void stopsNothingOnTheEnrollmentPage(Browser browser) {
        LoginPage.open(browser, realm).logIn(realm.addUser("newcomer"));
        EnrollPage.at(browser);

        allowTheLayout(browser);
        browser.console();
        browser.reload();

        EnrollPage page = EnrollPage.at(browser);
        assertThat(browser.script("return document.getElementById('verify-totp-copy').hidden"))
                .as("the script ran, so the button is shown")
                .isEqualTo(false);
        assertThat(browser.await(By.id("verify-totp-qr")).getCssValue("background-color"))
                .as("the style sheet counts")
                .isEqualTo("rgba(255, 255, 255, 1)");
        assertThat(browser.console()).isEmpty();
        page.submit(AuthenticatorApp.scan(page.otpAuthUri()).codeAt(new TestClock(realm.keycloak()).now()));
        assertThat(browser.awaitRedirect().code()).isNotEmpty();
    }

    @Test
    void stopsNothingOnTheCodePage(Browser browser) {
        EnrolledUser user = EnrolledUser.enroll(realm, "regular");
        LoginPage.open(browser, realm).logIn(user.user());
        CodePage.at(browser).submit(user.wrongCode());

        allowTheLayout(browser);
        browser.console();
        CodePage.at(browser).submit(user.wrongCode());

        assertThat(CodePage.at(browser).error()).startsWith("This code was not accepted.");
        assertThat(browser.console()).isEmpty();
        CodePage.at(browser).submit(user.freshCode());
        assertThat(browser.awaitRedirect().code()).isNotEmpty();
    }

    private void allowTheLayout(Browser browser) {
        allow(((List<?>) browser.script(OF_THE_LAYOUT))
                .stream().map(String::valueOf).toList());
    }

    private void allow(List<String> inline) {
        StringBuilder allowed = new StringBuilder(inline.isEmpty() ? "" : " 'unsafe-hashes'");
        inline.forEach(text -> allowed.append(" 'sha256-").append(sha256(text)).append('\''));
        Map<String, String> headers = Map.of("contentSecurityPolicy", POLICY.formatted(allowed));
        realm.admin()
                .put(realm.path(""), Map.of("browserSecurityHeaders", headers))
                .expect(204);
    }

    /** What the policy refused since the last call. */
    private static List<String> refused(Browser browser) {
        return browser.console().stream()
                .filter(line -> line.contains("Content Security Policy"))
                .toList();
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
