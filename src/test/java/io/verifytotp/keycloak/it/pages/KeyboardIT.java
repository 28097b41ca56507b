package io.verifytotp.keycloak.it.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.browser.Browser;
import io.verifytotp.keycloak.it.support.browser.BrowserExtension;
import io.verifytotp.keycloak.it.support.browser.CodePage;
import io.verifytotp.keycloak.it.support.browser.EnrollPage;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** Enrollment and login by keys alone, each stop visible. */
@ExtendWith(BrowserExtension.class)
class KeyboardIT {
    private static final int MOST_STOPS = 30;

    @AutoClose
    private static final TestRealm realm = RealmBuilder.aRealm()
            .codeRequired()
            .enrollConfig(Map.of("maxFactors", "2"))
            .createOn(SharedKeycloak.get());

    @Test
    void enrolls(Browser browser) {
        TestUser user = realm.addUser("typist");
        logIn(browser, realm, user);
        EnrollPage page = EnrollPage.at(browser);
        AuthenticatorApp app = AuthenticatorApp.scan(page.otpAuthUri());

        tabTo(browser, "verify-totp-link");
        tabTo(browser, By.tagName("summary"));
        browser.press(Keys.ENTER);
        tabTo(browser, "verify-totp-copy");
        tabTo(browser, "code");
        browser.press(app.codeAt(new TestClock(realm.keycloak()).now()));
        tabTo(browser, "label");
        tabTo(browser, "logout-sessions");
        browser.press(Keys.SPACE);
        tabTo(browser, "verify-totp-submit");
        browser.press(Keys.ENTER);

        assertThat(browser.awaitRedirect().code()).isNotEmpty();
    }

    @Test
    void picksAFactor(Browser browser) {
        EnrolledUser phone = EnrolledUser.enroll(realm, realm.addUser("chooser"), "Phone");
        EnrolledUser tablet = phone.enrollFurther("Tablet");
        logIn(browser, realm, phone.user());
        CodePage.at(browser);
        assertThat(focused(browser).getDomAttribute("name")).isEqualTo("code");

        browser.press(Keys.chord(Keys.SHIFT, Keys.TAB));
        assertThat(focused(browser).getDomAttribute("name")).isEqualTo("factor");
        assertThat(showsFocus(browser)).isTrue();
        browser.press(Keys.ARROW_DOWN);
        assertThat(focused(browser).getAccessibleName()).isEqualTo("Tablet");
        tabTo(browser, "code");
        browser.press(tablet.freshCode());
        browser.press(Keys.ENTER);

        assertThat(browser.awaitRedirect().code()).isNotEmpty();
    }

    @Test
    void triesAnotherWay(Browser browser) {
        try (TestRealm either = RealmBuilder.aRealm().codeOrPassword().createOn(SharedKeycloak.get())) {
            TestUser user = either.addUser("wanderer");
            HttpLogin login = new HttpLogin(either);
            HttpPage page = login.password(login.start(Map.of("kc_action", "verify-totp-enroll")), user);
            page = login.submit(page, Map.of("password", user.password()));
            AuthenticatorApp app = AuthenticatorApp.scan(page.otpAuthUri());
            login.enroll(page, app.codeAt(new TestClock(either.keycloak()).now()), "");
            // Keycloak begins with the credential that the user made first, which is the password.
            logIn(browser, either, user);
            tabTo(browser, "try-another-way");
            browser.press(Keys.ENTER);
            // Its list of ways is for the mouse.
            browser.await(By.xpath("//div[@role='button'][contains(., 'Authenticator app')]"))
                    .click();
            CodePage.at(browser);

            tabTo(browser, "try-another-way");
            browser.press(Keys.ENTER);

            assertThat(browser.await(By.cssSelector("ul[role=list]")).getText())
                    .contains("Authenticator app", "Password");
        }
    }

    private static void logIn(Browser browser, TestRealm realm, TestUser user) {
        browser.goTo(realm.authorizationUri());
        browser.await(By.id("password"));
        tabTo(browser, "username");
        browser.press(user.username());
        tabTo(browser, "password");
        browser.press(user.password());
        browser.press(Keys.ENTER);
    }

    private static void tabTo(Browser browser, String id) {
        tabTo(browser, By.id(id));
    }

    /** On by the tabulator key until that element has the focus, if it has not; then it must be seen that it has. */
    private static void tabTo(Browser browser, By target) {
        WebElement wanted = browser.await(target);
        for (int i = 0; !focused(browser).equals(wanted); i++) {
            assertThat(i).as("stops before " + target).isLessThan(MOST_STOPS);
            browser.press(Keys.TAB);
        }
        assertThat(showsFocus(browser)).as("visible focus on " + target).isTrue();
    }

    private static WebElement focused(Browser browser) {
        return browser.driver().switchTo().activeElement();
    }

    /** Whether an outline, a shadow or a border is there that is not without the focus. */
    private static boolean showsFocus(Browser browser) {
        return Boolean.TRUE.equals(browser.script("""
                        const look = element => [element, element.parentElement].flatMap(part => [null, "::before", "::after"]
                            .map(pseudo => getComputedStyle(part, pseudo))
                            .map(style => [style.outlineStyle, style.outlineWidth, style.boxShadow, style.borderBottomColor,
                                style.borderBottomWidth, style.textDecorationLine].join())).join();
                        const element = document.activeElement;
                        const focused = look(element);
                        element.blur();
                        const blurred = look(element);
                        element.focus({focusVisible: true});
                        return focused !== blurred;
                        """));
    }
}
