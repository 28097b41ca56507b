package io.verifytotp.keycloak.it.support.browser;

import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.AdminAccount;
import java.net.URI;
import java.time.Duration;
import org.openqa.selenium.By;
import org.openqa.selenium.ElementNotInteractableException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;

/** Keycloak's admin console as an operator clicks through it, by the words that are on the screen. */
public final class AdminConsole {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String DIALOG = "//*[@role='dialog']";
    private static final String STEP = "//tr[.//div[@data-testid='%s']]";

    private final Browser browser;
    private final TestRealm realm;

    private AdminConsole(Browser browser, TestRealm realm) {
        this.browser = browser;
        this.realm = realm;
    }

    public static AdminConsole logIn(Browser browser, TestRealm realm) {
        AdminConsole console = new AdminConsole(browser, realm);
        console.open("/authentication/flows");
        AdminAccount account = realm.keycloak().adminAccount();
        LoginPage.at(browser).logIn(account.username(), account.password());
        return console;
    }

    /** A page below the realm. */
    public void open(String page) {
        browser.goTo(URI.create(realm.keycloak().baseUrl() + "/admin/master/console/#/" + realm.name() + page));
    }

    /** The menu at the flow in the list, and the name that the dialog suggests. */
    public void duplicate(String flow) {
        click("//tr[.//a[text()='" + flow + "']]//button");
        menu("Duplicate");
        click(DIALOG + "//button[normalize-space()='Duplicate']");
        see("//h1[normalize-space()='Copy of " + flow + "']");
    }

    /** The bin of a step below a sub-flow. */
    public void delete(String subFlow, String step) {
        String row = STEP.formatted(subFlow) + "/following::tr[.//div[@data-testid='" + step + "']]";
        WebElement bin = see(row + "//button[@aria-label='Delete']");
        click(row + "//button[@aria-label='Delete']");
        click(DIALOG + "//button[normalize-space()='Delete']");
        Await.until(step + " to be gone", PATIENCE, () -> isGone(bin));
    }

    /** The + icon of a sub-flow; the list of steps has several pages. */
    public void addStep(String subFlow, String step) {
        click(STEP.formatted(subFlow) + "//button[@aria-label='Add']");
        menu("Add execution");
        By choice = By.xpath(DIALOG + "//label[normalize-space()='" + step + "']");
        see(DIALOG + "//label");
        while (!browser.has(choice)) {
            String range = pageOfSteps();
            click(DIALOG + "//button[@aria-label='Go to next page']");
            Await.until("the next page", PATIENCE, () -> !pageOfSteps().equals(range));
        }
        click(DIALOG + "//label[normalize-space()='" + step + "']");
        click(DIALOG + "//button[normalize-space()='Add']");
        see(STEP.formatted(step));
    }

    public void require(String step, String requirement) {
        click(STEP.formatted(step) + "/td[2]//button");
        click("//*[@role='option'][normalize-space()='" + requirement + "']");
        see(STEP.formatted(step) + "/td[2]//button[normalize-space()='" + requirement + "']");
    }

    public void reference(String step, String alias, String value, String maxAge) {
        click(STEP.formatted(step) + "//button[@aria-label='Settings']");
        field("Alias").sendKeys(alias);
        field("Authenticator Reference").sendKeys(value);
        field("Authenticator Reference Max Age").sendKeys(maxAge);
        closeBy("Save");
    }

    /** <i>Action → Bind flow</i>; the browser flow is what the dialog suggests. */
    public void bindAsBrowserFlow() {
        click("//button[normalize-space()='Action']");
        menu("Bind flow");
        see(DIALOG + "//button[normalize-space()='Browser flow']");
        closeBy("Save");
    }

    public void switchOff(String requiredAction) {
        open("/authentication/required-actions");
        String enabled = "(//tr[.//td[normalize-space()='" + requiredAction + "']]//label)[1]";
        click(enabled);
        Await.until(requiredAction + " to be off", PATIENCE, () -> !see(enabled + "/input")
                .isSelected());
    }

    private WebElement field(String label) {
        return see(DIALOG + "//input[@label='" + label + "']");
    }

    private String pageOfSteps() {
        return see("(" + DIALOG + "//*[@id='options-menu-top-toggle'])[1]").getText();
    }

    private void menu(String entry) {
        click("//*[@role='menu']//button[normalize-space()='" + entry + "']");
    }

    private void closeBy(String button) {
        WebElement dialog = see(DIALOG);
        click(DIALOG + "//button[normalize-space()='" + button + "']");
        Await.until("the end of the dialog", PATIENCE, () -> isGone(dialog));
    }

    private WebElement see(String xpath) {
        return browser.await(By.xpath(xpath));
    }

    /** As soon as nothing lies above it: menus and dialogs fade. */
    private void click(String xpath) {
        Await.until("a click on " + xpath, PATIENCE, () -> {
            try {
                see(xpath).click();
                return true;
            } catch (ElementNotInteractableException | StaleElementReferenceException e) {
                // Covered, or painted anew at this moment.
                return false;
            }
        });
    }

    private static boolean isGone(WebElement element) {
        try {
            return !element.isDisplayed();
        } catch (StaleElementReferenceException e) {
            return true;
        }
    }
}
