package io.verifytotp.keycloak.it.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.browser.Browser;
import io.verifytotp.keycloak.it.support.browser.BrowserExtension;
import io.verifytotp.keycloak.it.support.browser.CodePage;
import io.verifytotp.keycloak.it.support.browser.LoginPage;
import io.verifytotp.keycloak.it.support.browser.WithBrowser;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** What the pages' script adds, and that nothing needs it. */
@ExtendWith(BrowserExtension.class)
class ScriptIT {
    /** What the browser does with a form of this method, save that the page stays. */
    private static final String ON_A_FORM_THAT_GOES_NOWHERE = """
            return (async () => {
            const form = document.querySelector("form.verify-totp");
            form.setAttribute("method", "dialog");
            const button = document.getElementById("kc-login");
            const seen = [];
            const look = () => seen.push(button.disabled ? "disabled" : "enabled");
            const later = () => new Promise(resolve => setTimeout(resolve, 50));
            """;

    @AutoClose
    private static final TestRealm realm = RealmBuilder.aRealm()
            .codeRequired()
            .enrollConfig(Map.of("maxFactors", "2"))
            .createOn(SharedKeycloak.get());

    @Test
    void aFormIsSentOnceUntilItsPageIsShownAgain(Browser browser) {
        LoginPage.open(browser, realm)
                .logIn(EnrolledUser.enroll(realm, "impatient").user());
        CodePage.at(browser);

        Object seen = browser.script(ON_A_FORM_THAT_GOES_NOWHERE + """
                form.addEventListener("submit", event => seen.push(event.defaultPrevented ? "stopped" : "sent"));
                button.click();
                look();
                button.click();
                await later();
                look();
                button.click();
                dispatchEvent(new PageTransitionEvent("pageshow", {persisted: true}));
                look();
                button.click();
                return seen;
                })();
                """);

        assertThat(seen).isEqualTo(List.of("sent", "enabled", "stopped", "disabled", "enabled", "sent"));
    }

    @Test
    void aFormThatAnotherScriptHasStoppedCanBeSentAgain(Browser browser) {
        LoginPage.open(browser, realm)
                .logIn(EnrolledUser.enroll(realm, "corrected").user());
        CodePage.at(browser);

        Object seen = browser.script(ON_A_FORM_THAT_GOES_NOWHERE + """
                const check = event => event.preventDefault();
                form.addEventListener("submit", check);
                button.click();
                await later();
                look();
                form.removeEventListener("submit", check);
                form.addEventListener("submit", event => seen.push(event.defaultPrevented ? "stopped" : "sent"));
                button.click();
                await later();
                look();
                return seen;
                })();
                """);

        assertThat(seen).isEqualTo(List.of("enabled", "sent", "disabled"));
    }

    @Test
    void theFocusComesBackWithTheButton(Browser browser) {
        LoginPage.open(browser, realm)
                .logIn(EnrolledUser.enroll(realm, "tabber").user());
        CodePage.at(browser);

        Object seen = browser.script(ON_A_FORM_THAT_GOES_NOWHERE + """
                button.focus();
                button.click();
                await later();
                dispatchEvent(new PageTransitionEvent("pageshow", {persisted: true}));
                seen.push(document.activeElement.id);
                return seen;
                })();
                """);

        assertThat(seen).isEqualTo(List.of("kc-login"));
    }

    @Test
    void aCodeMayBePastedWithASpaceInIt(Browser browser) {
        EnrolledUser paster = EnrolledUser.enroll(realm, "paster");
        LoginPage.open(browser, realm).logIn(paster.user());
        CodePage.at(browser);
        String code = paster.freshCode();
        WebElement field = browser.await(By.id("code"));
        field.sendKeys(code.substring(0, 3) + ' ' + code.substring(3));

        field.sendKeys(Keys.chord(Keys.CONTROL, "a"));
        field.sendKeys(Keys.chord(Keys.CONTROL, "x"));
        assertThat(field.getDomProperty("value")).isEmpty();
        field.sendKeys(Keys.chord(Keys.CONTROL, "v"));
        browser.submit(By.id("kc-login"));

        assertThat(browser.awaitRedirect().code()).isNotEmpty();
    }

    @Test
    void theServersTimeIsShownAsThePlaceShowsTimes(Browser browser) {
        EnrolledUser late = EnrolledUser.enroll(realm, "late");
        LoginPage.open(browser, realm).logIn(late.user());
        CodePage.at(browser).submit(late.wrongCode());
        assertThat(browser.has(By.id("verify-totp-clock"))).isFalse();

        CodePage.at(browser).submit(late.wrongCode());

        WebElement time = browser.await(By.id("verify-totp-time"));
        assertThat(time.getText())
                .isEqualTo(browser.script("return new Date(document.getElementById('verify-totp-time').dateTime)"
                        + ".toLocaleTimeString('en')"));
        assertThat(browser.await(By.id("code")).getDomAttribute("aria-describedby"))
                .contains("verify-totp-clock");
    }

    @Test
    void withoutItTheTimeIsToldInUtc(@WithBrowser(javaScript = false) Browser browser) {
        EnrolledUser late = EnrolledUser.enroll(realm, "plain-late");
        LoginPage.open(browser, realm).logIn(late.user());
        CodePage.at(browser).submit(late.wrongCode());

        CodePage.at(browser).submit(late.wrongCode());

        assertThat(browser.await(By.id("verify-totp-time")).getText()).matches("\\d\\d:\\d\\d:\\d\\d UTC");
    }

    @Test
    void withoutItAFactorIsPicked(@WithBrowser(javaScript = false) Browser browser) {
        EnrolledUser phone = EnrolledUser.enroll(realm, realm.addUser("plain-chooser"), "Phone");
        EnrolledUser tablet = phone.enrollFurther("Tablet");
        LoginPage.open(browser, realm).logIn(phone.user());
        CodePage page = CodePage.at(browser);

        page.choose(page.factors().get(1));
        page.submit(tablet.freshCode());

        assertThat(browser.awaitRedirect().code()).isNotEmpty();
    }

    @Test
    void aLockIsAnnouncedWithTheTimeToWait(Browser browser) {
        EnrolledUser guesser = EnrolledUser.enroll(realm, "guesser");
        LoginPage.open(browser, realm).logIn(guesser.user());

        for (int i = 0; i < 5; i++) {
            CodePage.at(browser).submit(guesser.wrongCode());
        }

        WebElement alert = browser.await(By.cssSelector("[role=alert]"));
        assertThat(alert.getText()).matches("This code was not accepted\\. Wait at least \\d+ seconds\\. .*");
        assertThat(alert.findElements(By.id("input-error-code"))).hasSize(1);
        assertThat(browser.await(By.id("code")).getDomAttribute("aria-describedby"))
                .contains("input-error-code");
    }
}
