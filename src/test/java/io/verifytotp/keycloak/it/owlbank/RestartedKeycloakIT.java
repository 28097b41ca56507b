package io.verifytotp.keycloak.it.owlbank;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.browser.Browser;
import io.verifytotp.keycloak.it.support.browser.BrowserExtension;
import io.verifytotp.keycloak.it.support.browser.ConfirmPage;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.server.KeyRingFile;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import io.verifytotp.keycloak.it.support.server.OperatorKeys;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** Keycloak is away and comes back while customers of the bank confirm. */
@Tag("thorough")
@ExtendWith(BrowserExtension.class)
class RestartedKeycloakIT {
    /** More than the tests have moved the clock before, because a restart takes that back. */
    private static final Duration MOVED = Duration.ofMinutes(3);

    @AutoClose
    private static final KeycloakServer keycloak = KeycloakServer.named("owlbank-restart")
            .databaseFile()
            .option(OperatorKeys.OPTION, KeyRingFile.create("owlbank-restart").toString())
            .start();

    @Test
    void nothingIsExecutedUntilItIsConfirmed(Browser browser) {
        try (Bank bank = Bank.startBeside(keycloak)) {
            Customer customer = Customer.of(bank, browser).logIn();
            customer.send("Bob Barn Owl", "900", "page");
            ConfirmPage.at(browser);
            URI transfer = customer.transfers().get(0);
            keycloak.stop();
            browser.goTo(transfer);
            assertThat(browser.await(By.tagName("h1")).getText()).isEqualTo("Try again later");
            browser.console(); // has the answer 503
            new Looks(browser).at("unavailable");

            keycloak.start();
            new TestClock(keycloak).advance(MOVED);
            browser.goTo(transfer);
            assertThat(customer.status()).isEqualTo("open");
            browser.submit(By.id("at-keycloak"));
            customer.confirmAtKeycloak();

            assertThat(customer.status()).isEqualTo("executed");
            assertThat(customer.balance()).isEqualTo("4,100.00 EUR");
        }
    }
}
