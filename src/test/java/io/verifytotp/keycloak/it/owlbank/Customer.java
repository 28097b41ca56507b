package io.verifytotp.keycloak.it.owlbank;

import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.browser.Browser;
import io.verifytotp.keycloak.it.support.browser.CodePage;
import io.verifytotp.keycloak.it.support.browser.ConfirmPage;
import io.verifytotp.keycloak.it.support.browser.LoginPage;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** A customer of the bank with an authenticator app, in front of a browser. */
record Customer(Bank bank, Browser browser, EnrolledUser phone) {
    /** Short names for the pictures. */
    private static final AtomicInteger COUNTER = new AtomicInteger();

    static final By STATUS = By.id("status");
    static final By BALANCE = By.id("balance");
    static final By SEND = By.id("send");

    /** A new one, whose app was set up over the API. */
    static Customer of(Bank bank, Browser browser) {
        return withApp(bank, browser, bank.realm().addUser("customer-" + COUNTER.incrementAndGet()));
    }

    static Customer withApp(Bank bank, Browser browser, TestUser user) {
        TestRealm realm = bank.realm();
        ApiFactor factor = ApiFactor.verified(realm.api(ApiRole.MANAGE), user);
        // New users are asked to set an app up, and this one has done it.
        realm.admin()
                .put(realm.path("/users/" + user.id()), Map.of("requiredActions", List.of()))
                .expect(204);
        return new Customer(bank, browser, EnrolledUser.of(factor));
    }

    /** Logs in, and is at the account. */
    Customer logIn() {
        return logIn(phone.user().password());
    }

    Customer logIn(String password) {
        browser.goTo(bank.page("/"));
        browser.submit(By.id("log-in"));
        LoginPage.at(browser).logIn(phone.user().username(), password);
        CodePage.at(browser).submit(phone.freshCode());
        browser.await(BALANCE);
        return this;
    }

    /** Fills the form in at the account; {@code way} is the id of the choice. */
    void fillIn(String payee, String amount, String way) {
        browser.goTo(bank.page("/account"));
        type("payee", payee);
        type("payeeAccount", "OWL 200002");
        type("amount", amount);
        browser.await(By.id(way)).click();
    }

    void send(String payee, String amount, String way) {
        fillIn(payee, amount, way);
        browser.submit(SEND);
    }

    void type(String field, String text) {
        WebElement input = browser.await(By.id(field));
        input.clear();
        input.sendKeys(text);
    }

    void answer(String code) {
        type("code", code);
        browser.submit(By.id("confirm-code"));
    }

    /** On Keycloak's page, with a new code. */
    void confirmAtKeycloak() {
        ConfirmPage.at(browser).confirm(phone.freshCode());
    }

    /** On Keycloak's page for a new password. */
    void chooses(String password) {
        type("password-new", password);
        type("password-confirm", password);
        browser.submit(By.cssSelector("#kc-passwd-update-form [type=submit]"));
    }

    String status() {
        return browser.await(STATUS).getText();
    }

    String balance() {
        browser.goTo(bank.page("/account"));
        return browser.await(BALANCE).getText();
    }

    /** The links to the transfers on the page of the account, the newest first. */
    List<URI> transfers() {
        browser.goTo(bank.page("/account"));
        browser.await(BALANCE);
        return browser.driver().findElements(By.cssSelector(".list a")).stream()
                .map(link -> URI.create(link.getDomProperty("href")))
                .toList();
    }
}
