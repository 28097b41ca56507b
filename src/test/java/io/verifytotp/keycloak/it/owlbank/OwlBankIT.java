package io.verifytotp.keycloak.it.owlbank;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.browser.Browser;
import io.verifytotp.keycloak.it.support.browser.BrowserExtension;
import io.verifytotp.keycloak.it.support.browser.CodePage;
import io.verifytotp.keycloak.it.support.browser.ConfirmPage;
import io.verifytotp.keycloak.it.support.browser.EnrollPage;
import io.verifytotp.keycloak.it.support.browser.LoginPage;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.interactions.Actions;

/** Customers of the example bank in Chromium, with the bank started from its jar beside a real Keycloak. */
@ExtendWith(BrowserExtension.class)
class OwlBankIT {
    private static final Duration LONGER_THAN_A_CHALLENGE = Duration.ofMinutes(6);

    @AutoClose
    private static final Bank bank = Bank.startBeside(SharedKeycloak.get());

    @Test
    void aNewCustomerSetsAnAppUpAndSendsMoneyWithACode(Browser browser) {
        Customer customer = enroll(browser);
        Looks looks = new Looks(browser);
        assertThat(browser.await(Customer.BALANCE).getText()).isEqualTo("5,000.00 EUR");

        customer.send("Bob Barn Owl", "20", "code");
        assertThat(customer.status()).isEqualTo("executed");

        String used = customer.phone().currentCode();
        customer.send("Bob Barn Owl", "900", "code");
        looks.at("code");
        customer.answer(used);
        assertThat(browser.await(By.id("code-error")).getText()).startsWith("This code was not accepted");
        looks.at("code-error");
        URI page = browser.url();
        customer.answer(customer.phone().freshCode());
        assertThat(customer.status()).isEqualTo("executed");
        looks.at("executed");
        browser.driver().navigate().back();
        browser.goTo(page);
        assertThat(customer.status()).isEqualTo("executed");
        browser.submit(By.id("receipt"));
        assertThat(browser.await(By.id("shown-by")).getText()).isEqualTo("application");

        assertThat(customer.balance()).isEqualTo("4,080.00 EUR");
        customer.fillIn("Bob Barn Owl", "1200", "page");
        looks.at("account");
        browser.goTo(bank.page("/history"));
        assertThat(browser.pageSource()).contains("900.00 EUR", "approved");
        looks.at("history");
    }

    @Test
    void onKeycloaksPageACustomerConfirmsAndDeclines(Browser browser) {
        Customer customer = Customer.of(bank, browser).logIn();

        customer.fillIn("Bob Barn Owl", "1200", "page");
        new Actions(browser.driver()).doubleClick(browser.await(Customer.SEND)).perform();
        assertThat(ConfirmPage.at(browser).values()).containsExactly("Bob Barn Owl", "OWL 200002", "1,200.00 EUR");
        customer.confirmAtKeycloak();
        assertThat(customer.status()).isEqualTo("executed");
        browser.submit(By.id("receipt"));
        assertThat(browser.await(By.id("shown-by")).getText()).isEqualTo("keycloak");
        new Looks(browser).at("receipt");
        browser.driver().navigate().back();
        assertThat(customer.status()).isEqualTo("executed");

        customer.send("Bob Barn Owl", "700", "page");
        ConfirmPage.at(browser).decline();
        assertThat(customer.status()).isEqualTo("declined");
        assertThat(customer.transfers()).hasSize(2);
        assertThat(customer.balance()).isEqualTo("3,800.00 EUR");
    }

    /** The customer goes to Keycloak for a dear transfer, with the Challenge of a cheap one in the address. */
    @Test
    void theBankExecutesWhatWasConfirmedAndNothingElse(Browser browser) {
        Customer customer = Customer.of(bank, browser).logIn();
        customer.send("Cheap", "501", "page");
        customer.send("Dear", "4000", "page");
        assertThat(ConfirmPage.at(browser).values()).contains("4,000.00 EUR");

        browser.goTo(swapped(challengeOf(browser, "501.00 EUR")));
        assertThat(ConfirmPage.at(browser).values()).contains("501.00 EUR");
        customer.confirmAtKeycloak();
        assertThat(browser.await(By.tagName("h1")).getText()).isEqualTo("The login did not work");
        Looks looks = new Looks(browser);
        looks.at("login-failed");

        List<URI> newestFirst = customer.transfers();
        browser.goTo(newestFirst.get(0));
        assertThat(customer.status()).isEqualTo("open");
        looks.at("open");
        browser.goTo(newestFirst.get(1));
        assertThat(customer.status()).isEqualTo("executed");
        assertThat(customer.balance()).isEqualTo("4,499.00 EUR");
    }

    /** An address like the bank's own, that the bank has not made. */
    private static URI swapped(String challenge) {
        return bank.realm()
                .authorizationUri(Map.of(
                        "client_id",
                        "owlbank",
                        "redirect_uri",
                        bank.page("/login/oauth2/code/owlbank").toString(),
                        "code_challenge",
                        "a".repeat(43),
                        "code_challenge_method",
                        "S256",
                        "kc_action",
                        "verify-totp-confirm:" + challenge));
    }

    private static String challengeOf(Browser browser, String amount) {
        browser.goTo(bank.page("/history"));
        return browser.await(By.xpath("//li[contains(., '" + amount + "')]/p[@class='id']"))
                .getText();
    }

    @Test
    @Tag("thorough")
    void whatHasExpiredIsNotExecutedAndCanBeAskedForAgain(Browser browser) {
        Customer customer = Customer.of(bank, browser).logIn();
        customer.send("Bob Barn Owl", "900", "code");
        clock().advance(LONGER_THAN_A_CHALLENGE);

        customer.answer(customer.phone().freshCode());
        assertThat(customer.status()).isEqualTo("open");
        browser.await(By.id("over"));
        new Looks(browser).at("expired");
        browser.submit(By.id("ask-again"));
        customer.answer(customer.phone().freshCode());

        assertThat(customer.status()).isEqualTo("executed");
        assertThat(customer.balance()).isEqualTo("4,100.00 EUR");
    }

    @Test
    @Tag("thorough")
    void aNewLoginWithACodeIsForOneTransfer(Browser browser) {
        Customer customer = Customer.of(bank, browser).logIn();
        customer.send("Bob Barn Owl", "900", "step-up");
        new Looks(browser).at("step-up");

        browser.submit(By.id("step-up"));
        LoginPage.at(browser).logIn(customer.phone().user());
        CodePage.at(browser).submit(customer.phone().freshCode());
        browser.await(By.id("back"));
        browser.submit(By.id("step-up"));
        assertThat(customer.status()).isEqualTo("executed");

        customer.send("Bob Barn Owl", "800", "step-up");
        browser.submit(By.id("step-up"));
        LoginPage.at(browser);
        assertThat(customer.balance()).isEqualTo("4,100.00 EUR");
    }

    @Test
    @Tag("thorough")
    void anAppIsReplacedAndRemoved(Browser browser) {
        Customer customer = Customer.of(bank, browser).logIn();
        browser.goTo(bank.page("/security"));
        browser.submit(By.id("set-up"));
        EnrollPage page = EnrollPage.at(browser);
        EnrolledUser tablet = new EnrolledUser(
                bank.realm(), customer.phone().user(), AuthenticatorApp.scan(page.scannedUri()), clock());
        page.label("Tablet").submit(tablet.freshCode());
        assertThat(browser.await(By.className("factor")).getText()).isEqualTo("Tablet");
        new Looks(browser).at("security");

        browser.submit(By.cssSelector("button[aria-label='Remove Tablet']"));
        browser.submit(By.id("kc-accept"));
        assertThat(browser.await(By.id("none")).getText()).isEqualTo("None is set up.");

        customer.send("Bob Barn Owl", "900", "code");
        browser.await(By.id("needed"));
        new Looks(browser).at("security-none");
        assertThat(customer.balance()).isEqualTo("5,000.00 EUR");
    }

    @Test
    @Tag("thorough")
    void aForgottenPasswordIsResetByMailAndCode(Browser browser) {
        Customer customer = Customer.of(bank, browser);
        browser.goTo(bank.page("/"));
        browser.submit(By.id("forgot-password"));
        int mail = bank.mails().mails().size();
        customer.type("username", customer.phone().user().username());
        browser.submit(By.cssSelector("#kc-reset-password-form [type=submit]"));

        browser.goTo(bank.mails().awaitLink(mail));
        CodePage.at(browser).submit(customer.phone().freshCode());
        customer.chooses("a password that I remember");

        browser.forgetCookies();
        customer.logIn("a password that I remember");
    }

    @Test
    @Tag("thorough")
    void theHelpDeskGivesANewPasswordForACode(Browser browser) {
        Customer customer = Customer.of(bank, browser).logIn();
        String account = browser.await(By.id("number")).getText();
        browser.goTo(bank.page("/helpdesk"));
        assertThat(browser.await(By.tagName("h1")).getText()).isEqualTo("That did not work");
        browser.console(); // has the refusal
        new Looks(browser).at("error");
        browser.forgetCookies();
        Customer oscar = Customer.withApp(bank, browser, bank.realm().user("oscar"));
        oscar.logIn("owls-turn-their-heads");
        browser.goTo(bank.page("/helpdesk"));
        Looks looks = new Looks(browser);
        looks.at("helpdesk");

        oscar.type("account", account);
        browser.await(By.id("checked")).click();
        browser.submit(By.id("begin"));
        looks.at("helpdesk-code");
        oscar.type("code", oscar.phone().freshCode());
        browser.submit(By.id("give"));
        browser.await(By.id("code-error"));
        looks.at("helpdesk-code-error");
        oscar.type("code", customer.phone().freshCode());
        browser.submit(By.id("give"));
        String password = browser.await(By.id("password")).getText();
        looks.at("helpdesk-done");

        browser.forgetCookies();
        browser.goTo(bank.page("/account"));
        LoginPage.at(browser).logIn(customer.phone().user().username(), password);
        CodePage.at(browser).submit(customer.phone().freshCode());
        customer.chooses("a password that I remember");
        browser.await(Customer.BALANCE);
    }

    private static Customer enroll(Browser browser) {
        TestUser user = bank.realm().user("olivia");
        browser.goTo(bank.page("/"));
        new Looks(browser).at("home");
        browser.submit(By.id("log-in"));
        LoginPage.at(browser).logIn("olivia", "owls-see-at-night");
        EnrollPage page = EnrollPage.at(browser);
        EnrolledUser phone = new EnrolledUser(bank.realm(), user, AuthenticatorApp.scan(page.scannedUri()), clock());
        page.submit(phone.freshCode());
        browser.await(Customer.BALANCE);
        return new Customer(bank, browser, phone);
    }

    private static TestClock clock() {
        return new TestClock(bank.realm().keycloak());
    }
}
