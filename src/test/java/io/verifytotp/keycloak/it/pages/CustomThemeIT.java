package io.verifytotp.keycloak.it.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Settings;
import io.verifytotp.keycloak.it.support.browser.Browser;
import io.verifytotp.keycloak.it.support.browser.BrowserExtension;
import io.verifytotp.keycloak.it.support.browser.EnrollPage;
import io.verifytotp.keycloak.it.support.browser.LoginPage;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.DelegatingKeycloak;
import io.verifytotp.keycloak.it.support.server.KeyRingFile;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** An operator's own theme changes a template and a text of ours, in a Keycloak that is not at the root of its host. */
@ExtendWith(BrowserExtension.class)
class CustomThemeIT {
    private static final String PATH = "/auth";

    private static KeycloakServer server;
    private static TestRealm realm;

    @BeforeAll
    static void start() {
        Path themes = Settings.work().resolve("themes");
        write(themes.resolve("owlbank/login/theme.properties"), "parent=keycloak.v2\n");
        write(themes.resolve("owlbank/login/messages/messages_en.properties"), "verifyTotpEnrollTitle=Your owl app\n");
        write(themes.resolve("owlbank/login/verify-totp-challenge.ftl"), """
                <#import "template.ftl" as layout>
                <@layout.registrationLayout; section>
                  <#if section = "header">
                    ${msg("verifyTotpChallengeTitle")}
                  <#elseif section = "form">
                    <form action="${url.loginAction}" method="post">
                      <label>The owl's number <input name="code"></label>
                      <button>Fly</button>
                    </form>
                  </#if>
                </@layout.registrationLayout>
                """);
        server = KeycloakServer.named("custom-theme")
                .buildOption("http-relative-path", PATH)
                .buildOption("http-management-relative-path", "/")
                .option("spi-theme--folder--dir", themes.toString())
                .option(
                        "spi-verify-totp--default--key-file",
                        KeyRingFile.create("custom-theme").toString())
                .start();
        realm = RealmBuilder.aRealm()
                .with("loginTheme", "owlbank")
                .codeRequired()
                .createOn(new BelowItsHost(server));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void itsTextStandsOnOurPage(Browser browser) {
        LoginPage.open(browser, realm).logIn(realm.addUser("reader"));
        EnrollPage page = EnrollPage.at(browser);

        assertThat(browser.await(By.id("kc-page-title")).getText()).isEqualTo("Your owl app");
        AuthenticatorApp app = AuthenticatorApp.scan(page.scannedUri());
        page.submit(app.codeAt(new TestClock(realm.keycloak()).now()));
        assertThat(browser.awaitRedirect().code()).isNotEmpty();
        // Style sheet and script were found below the path.
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void itsTemplateTakesThePlaceOfOurs(Browser browser) {
        EnrolledUser user = EnrolledUser.enroll(realm, "flier");
        LoginPage.open(browser, realm).logIn(user.user());

        assertThat(browser.await(By.name("code")).getAccessibleName()).isEqualTo("The owl's number");
        browser.await(By.name("code")).sendKeys(user.freshCode());
        browser.submit(By.xpath("//button[text()='Fly']"));

        assertThat(browser.awaitRedirect().code()).isNotEmpty();
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server as others address it: with the path. */
    private static final class BelowItsHost extends DelegatingKeycloak {
        BelowItsHost(KeycloakServer server) {
            super(server);
        }

        @Override
        public URI baseUrl() {
            return URI.create(super.baseUrl() + PATH);
        }
    }
}
