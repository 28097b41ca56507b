package io.verifytotp.keycloak.it.owlbank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.browser.Browser;
import io.verifytotp.keycloak.it.support.browser.BrowserExtension;
import io.verifytotp.keycloak.it.support.browser.CodePage;
import io.verifytotp.keycloak.it.support.browser.ConfirmPage;
import io.verifytotp.keycloak.it.support.browser.EnrollPage;
import io.verifytotp.keycloak.it.support.browser.LoginPage;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** Starts docker-compose.yml with images of this source code, and uses the bank as docs/containers.md says. */
@Tag("core")
@ExtendWith(BrowserExtension.class)
class ComposeIT {
    private static final Duration NEXT_CODE = Duration.ofSeconds(40);

    @Test
    void whatACustomerHasIsStillThereAfterDownAndUp(Browser browser) {
        try (Compose compose = Compose.named("verify-totp-compose-it")) {
            compose.up("--build");
            logIn(browser, compose);
            EnrollPage page = EnrollPage.at(browser);
            AuthenticatorApp phone = AuthenticatorApp.scan(page.scannedUri());
            String first = phone.codeAt(Instant.now());
            page.submit(first);
            browser.await(Customer.BALANCE);

            compose.restartKeycloak();
            String second = next(phone, first);
            sendAtKeycloak(browser, second);
            URI transfer = browser.url();
            assertReceipt(browser);

            compose.run("down");
            compose.up();
            browser.forgetCookies();
            logIn(browser, compose);
            CodePage.at(browser).submit(next(phone, second));
            assertThat(browser.await(Customer.BALANCE).getText()).isEqualTo("4,100.00 EUR");
            browser.goTo(transfer);
            assertThat(browser.await(Customer.STATUS).getText()).isEqualTo("executed");
            assertReceipt(browser);
        }
    }

    private static void logIn(Browser browser, Compose compose) {
        browser.goTo(compose.bank("/account"));
        LoginPage.at(browser).logIn("olivia", "owls-see-at-night");
    }

    private static void assertReceipt(Browser browser) {
        browser.submit(By.id("receipt"));
        assertThat(browser.await(By.id("shown-by")).getText()).isEqualTo("keycloak");
    }

    private static void sendAtKeycloak(Browser browser, String code) {
        browser.await(By.id("payee")).sendKeys("Bob Barn Owl");
        browser.await(By.id("payeeAccount")).sendKeys("OWL 200002");
        browser.await(By.id("amount")).sendKeys("900");
        browser.await(By.id("page")).click();
        browser.submit(Customer.SEND);
        ConfirmPage confirm = ConfirmPage.at(browser);
        assertThat(confirm.values()).containsExactly("Bob Barn Owl", "OWL 200002", "900.00 EUR");
        confirm.confirm(code);
        assertThat(browser.await(Customer.STATUS).getText()).isEqualTo("executed");
    }

    @Test
    void aDatabaseWhoseKeyRingIsGoneGetsNoNewOne() {
        try (Compose compose = Compose.named("verify-totp-no-keys-it")) {
            compose.run("up", "-d", "postgres");
            compose.run("down");
            compose.deleteVolume("keys");

            assertThatIllegalStateException().isThrownBy(() -> compose.run("up", "-d", "postgres"));
            assertThat(compose.run("logs", "prepare")).contains("The key ring is missing");
        }
    }

    private static String next(AuthenticatorApp phone, String used) {
        return Await.value("the next code", NEXT_CODE, () -> Optional.of(phone.codeAt(Instant.now()))
                .filter(code -> !code.equals(used)));
    }
}
