package io.verifytotp.keycloak.it.confirm;

import static io.verifytotp.keycloak.it.confirm.ConfirmRealm.confirming;
import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.browser.Browser;
import io.verifytotp.keycloak.it.support.browser.BrowserExtension;
import io.verifytotp.keycloak.it.support.browser.CodePage;
import io.verifytotp.keycloak.it.support.browser.ConfirmPage;
import io.verifytotp.keycloak.it.support.browser.LoginPage;
import io.verifytotp.keycloak.it.support.browser.WithBrowser;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.interactions.Actions;

/** Users confirm in Chromium, each through several operations. */
@ExtendWith(BrowserExtension.class)
class ConfirmJourneyIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @AutoClose
    private static final ConfirmRealm bank = ConfirmRealm.on(SharedKeycloak.get());

    private static final TestRealm realm = bank.realm();

    private final ApiFactor factor = bank.customer("customer-" + System.nanoTime());

    @Test
    void afterALoginWithACodeTheUserWaitsForTheNextOneAndConfirms(Browser browser) {
        String challenge = bank.transfer(factor);
        browser.goTo(realm.authorizationUri(confirming(challenge)));
        LoginPage.at(browser).logIn(factor.user());
        String used = factor.freshCode();
        CodePage.at(browser).submit(used);
        ConfirmPage page = ConfirmPage.at(browser);
        assertThat(page.saysToWait()).isTrue();
        assertThat(page.operation()).contains("Transfer money?", "Bob", "100 EUR");

        page.confirm(used);
        assertThat(ConfirmPage.at(browser).error()).startsWith("This code was not accepted.");
        ConfirmPage.at(browser).confirm(factor.wrongCode());
        assertThat(ConfirmPage.at(browser).error()).startsWith("This code was not accepted.");
        ConfirmPage.at(browser).confirm(factor.freshCode());

        assertThat(browser.awaitRedirect().actionStatus()).contains("success");
        assertThat(bank.status(factor, challenge)).isEqualTo("approved");
        browser.driver().navigate().back();
        Await.until("the application", PATIENCE, () -> browser.url()
                .toString()
                .contains("error_description=authentication_expired"));
        assertThat(bank.status(factor, challenge)).isEqualTo("approved");
    }

    @Test
    void inOneSessionTheUserDeclinesClicksTwiceAndComesTooLate(Browser browser) {
        logInWithoutCode(browser);
        String declined = bank.transfer(factor);
        browser.goTo(realm.authorizationUri(confirming(declined)));
        ConfirmPage.at(browser).decline();
        assertThat(browser.awaitRedirect().actionStatus()).contains("cancelled");
        assertThat(bank.status(factor, declined)).isEqualTo("denied");

        String clicked = bank.transfer(factor);
        browser.goTo(realm.authorizationUri(confirming(clicked)));
        ConfirmPage.at(browser).type(factor.freshCode());
        new Actions(browser.driver())
                .doubleClick(browser.await(ConfirmPage.CONFIRM))
                .perform();
        assertThat(browser.awaitRedirect().actionStatus()).contains("success");
        assertThat(bank.status(factor, clicked)).isEqualTo("approved");

        String end = factor.clock()
                .now()
                .plusSeconds(40)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        String late = factor.challengeWith("Details.Message", "Now?", "ExpirationDate", end)
                .sid();
        browser.goTo(realm.authorizationUri(confirming(late)));
        ConfirmPage open = ConfirmPage.at(browser);
        factor.advance(Duration.ofSeconds(45));
        open.confirm(factor.freshCode());
        browser.await(By.id("verify-totp-confirm-closed"));
        browser.submit(By.id("verify-totp-back"));
        assertThat(browser.awaitRedirect().actionStatus()).contains("cancelled");
        assertThat(bank.status(factor, late)).isEqualTo("expired");
    }

    @Test
    void othersSeeNothing(Browser browser) {
        String challenge = bank.transfer(factor);
        ApiFactor other = bank.customer("other-" + System.nanoTime());
        browser.goTo(realm.authorizationUri(Map.of("client_id", ConfirmRealm.WITHOUT_CODE)));
        LoginPage.at(browser).logIn(other.user());
        browser.awaitRedirect();
        browser.goTo(realm.authorizationUri(confirming(challenge)));
        assertThat(browser.awaitRedirect().actionStatus()).contains("error");

        browser.forgetCookies();
        logInWithoutCode(browser);
        Map<String, String> elsewhere = new HashMap<>(confirming(challenge));
        elsewhere.put("client_id", ConfirmRealm.WITHOUT_CODE);
        browser.goTo(realm.authorizationUri(elsewhere));
        assertThat(browser.awaitRedirect().actionStatus()).contains("error");

        factor.advance(Duration.ofHours(25));
        browser.goTo(realm.authorizationUri(confirming(bank.transfer(factor))));
        LoginPage.at(browser);
    }

    @Test
    void twoTabsHaveTheirOwnOperations(Browser browser) {
        logInWithoutCode(browser);
        String first = bank.transfer(factor, "1 EUR");
        String second = bank.transfer(factor, "2 EUR");
        browser.goTo(realm.authorizationUri(confirming(first)));
        assertThat(ConfirmPage.at(browser).values()).containsExactly("Bob", "1 EUR");
        String one = browser.driver().getWindowHandle();
        browser.driver().switchTo().newWindow(WindowType.TAB);
        browser.goTo(realm.authorizationUri(confirming(second)));
        assertThat(ConfirmPage.at(browser).values()).containsExactly("Bob", "2 EUR");

        ConfirmPage.at(browser).confirm(factor.freshCode());
        assertThat(browser.awaitRedirect().actionStatus()).contains("success");
        assertThat(bank.status(factor, first)).isEqualTo("pending");
        assertThat(bank.status(factor, second)).isEqualTo("approved");
        browser.driver().switchTo().window(one);
        browser.goTo(realm.authorizationUri(confirming(first)));
        ConfirmPage.at(browser).confirm(factor.freshCode());
        assertThat(browser.awaitRedirect().actionStatus()).contains("success");
        assertThat(bank.status(factor, first)).isEqualTo("approved");
    }

    @Test
    void withoutScriptsTheKeyboardIsEnough(@WithBrowser(javaScript = false) Browser browser) {
        logInWithoutCode(browser);
        String challenge = bank.transfer(factor);
        browser.goTo(realm.authorizationUri(confirming(challenge)));
        ConfirmPage.at(browser);

        browser.await(By.id("code")).sendKeys(factor.freshCode(), Keys.ENTER);

        assertThat(browser.awaitRedirect().actionStatus()).contains("success");
        assertThat(bank.status(factor, challenge)).isEqualTo("approved");
    }

    private void logInWithoutCode(Browser browser) {
        browser.goTo(realm.authorizationUri(Map.of("client_id", ConfirmRealm.WITHOUT_CODE)));
        LoginPage.at(browser).logIn(factor.user());
        browser.awaitRedirect();
    }
}
