package io.verifytotp.keycloak.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.browser.Browser;
import io.verifytotp.keycloak.it.support.browser.BrowserExtension;
import io.verifytotp.keycloak.it.support.browser.LoginPage;
import io.verifytotp.keycloak.it.support.browser.WithBrowser;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.http.FormError;
import io.verifytotp.keycloak.it.support.http.Http;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.http.Tokens;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** The fixture itself, in a realm that knows nothing of our extension. */
@Tag("core")
@ExtendWith(BrowserExtension.class)
public class FixtureIT {
    @AutoClose
    private static TestRealm realm;

    private static TestUser alice;

    @BeforeAll
    public static void createRealm() {
        realm = RealmBuilder.aRealm().user("alice").amrMapper().createOn(SharedKeycloak.get());
        alice = realm.user("alice");
    }

    @Test
    public void chromiumLogsInWithAPassword(Browser browser) {
        LoginPage.open(browser, realm).logIn(alice);

        assertThat(browser.awaitRedirect().code()).isNotEmpty();
        assertThat(browser.console()).isEmpty();
    }

    @Test
    public void chromiumWithoutJavaScriptLogsInAsWell(@WithBrowser(javaScript = false) Browser browser) {
        browser.goTo(
                URI.create("data:text/html,%3Cp%20id=off%3E%3C/p%3E%3Cscript%3Edocument.body.remove()%3C/script%3E"));
        assertThat(browser.has(By.id("off"))).isTrue();

        LoginPage.open(browser, realm).logIn(alice);

        assertThat(browser.awaitRedirect().code()).isNotEmpty();
    }

    @Test
    public void aBrowserIsAsWished(@WithBrowser(phone = true, dark = true, language = "de") Browser browser) {
        LoginPage.open(browser, realm);

        assertThat(browser.script("return matchMedia('(prefers-color-scheme: dark)').matches"))
                .isEqualTo(true);
        assertThat(browser.script("return innerWidth")).isEqualTo(390L);
        assertThat(browser.script("return navigator.language")).isEqualTo("de");
    }

    @Test
    public void aWrongPasswordIsShownAtItsField(Browser browser) {
        LoginPage.open(browser, realm).logIn("alice", "wrong");

        assertThat(FormError.at(browser, "username")).contains("Invalid username or password");
    }

    @Test
    public void httpLoginEndsWithTokens() {
        HttpLogin login = new HttpLogin(realm);

        HttpPage end = login.startWithPassword(alice);

        assertThat(end.isLoggedIn()).isTrue();
        Tokens tokens = login.exchange(end);
        assertThat(tokens.idToken().get("preferred_username").asText()).isEqualTo("alice");
        assertThat(tokens.amr()).isEmpty();
    }

    @Test
    public void httpLoginReadsTheErrorOfAPage() {
        HttpLogin login = new HttpLogin(realm);

        HttpPage page = login.submit(login.start(), Map.of("username", "alice", "password", "wrong"));

        assertThat(page.asksForPassword()).isTrue();
        assertThat(page.error()).isEqualTo("Invalid username or password.");
    }

    @Test
    public void thePasswordGrantNeedsNoForm() {
        assertThat(realm.directGrant(alice, Map.of()).status()).isEqualTo(200);
    }

    @Test
    public void theClockOnlyGoesForward() {
        TestClock clock = new TestClock(realm.keycloak());
        Instant before = clock.now();

        clock.advance(Duration.ofHours(3));
        clock.advanceToStepStart(Duration.ofSeconds(30));

        assertThat(Duration.between(before, clock.now()))
                .isBetween(Duration.ofHours(3), Duration.ofHours(3).plusSeconds(60));
        assertThat(clock.now().getEpochSecond() % 30).isLessThan(5);
    }

    @Test
    public void eventsAreReadable() {
        HttpLogin login = new HttpLogin(realm);
        TestUser bob = realm.addUser("bob");
        login.startWithPassword(bob);

        assertThat(realm.events("LOGIN"))
                .anySatisfy(event -> assertThat(event.get("userId").asText()).isEqualTo(bob.id()));
        assertThat(realm.admin().adminEvents(realm.name()).toString()).contains("users/" + bob.id());
        assertThat(realm.credentials(bob)).hasSize(1);
    }

    @Test
    public void theServersLogAndMetricsAreReadable() {
        assertThat(realm.keycloak().log()).contains("Keycloak 26");
        assertThat(Http.answers(realm.keycloak().managementUrl().resolve("/metrics")))
                .isTrue();
    }

    @Test
    public void screenshotsAreTaken(Browser browser) {
        LoginPage.open(browser, realm);
        Path file = Settings.work().resolve("screenshots/login.png");

        browser.screenshot(file);

        assertThat(browser.has(By.id("username"))).isTrue();
        assertThat(Files.exists(file)).isTrue();
    }
}
