package io.verifytotp.keycloak.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.interactions.Actions;

/** The same form sent twice, by impatience: one success and no error page, whatever the two posts meet. */
@ExtendWith(BrowserExtension.class)
class DoubleSubmitIT {
    private static final int ROUNDS = 50;

    private static TestRealm realm;

    @BeforeAll
    static void createRealm() {
        realm = RealmBuilder.aRealm().codeRequired().createOn(SharedKeycloak.get());
    }

    @AfterAll
    static void deleteRealm() {
        realm.close();
    }

    @Test
    void twoPostsOfOneCodePageAtTheSameMomentBothLogIn() throws Exception {
        EnrolledUser user = EnrolledUser.enroll(realm, "double-clicker");

        for (int round = 0; round < ROUNDS; round++) {
            EnrolledUser.CodePrompt prompt = user.prompt();
            String code = user.freshCode();
            HttpLogin twin = prompt.login().twin();

            List<HttpPage> ends = Together.run(
                    List.<Callable<HttpPage>>of(() -> prompt.answer(code), () -> twin.code(prompt.page(), code)));

            assertBothLogIn(ends);
        }
    }

    @Test
    void ofTwoPostsWithAWrongCodeOneIsCounted() throws Exception {
        EnrolledUser user = EnrolledUser.enroll(realm, "mistyper");
        EnrolledUser.CodePrompt prompt = user.prompt();
        HttpLogin twin = prompt.login().twin();
        String wrong = user.wrongCode();

        List<HttpPage> ends = Together.run(
                List.<Callable<HttpPage>>of(() -> prompt.answer(wrong), () -> twin.code(prompt.page(), wrong)));

        assertThat(ends).allSatisfy(end -> assertThat(end.error()).startsWith("This code was not accepted"));
        assertThat(ends.get(0).formAction()).isEqualTo(ends.get(1).formAction());
        assertThat(realm.events("LOGIN_ERROR"))
                .filteredOn(
                        event -> user.user().id().equals(event.path("userId").asText()))
                .hasSize(1);
        assertThat(twin.code(ends.get(1), user.freshCode()).isLoggedIn()).isTrue();
    }

    @Test
    void aPostWhoseAnswerWasLostIsAnsweredAgain() {
        EnrolledUser user = EnrolledUser.enroll(realm, "unlucky");
        EnrolledUser.CodePrompt prompt = user.prompt();
        String code = user.freshCode();
        HttpLogin twin = prompt.login().twin();
        prompt.answer(code);

        HttpPage again = twin.code(prompt.page(), code);

        assertThat(twin.exchange(again).response().has("access_token")).isTrue();
        assertThat(twin.start().isLoggedIn()).isTrue();
    }

    @Test
    void anotherBrowserIsNotAnswered() {
        EnrolledUser user = EnrolledUser.enroll(realm, "watched");
        EnrolledUser.CodePrompt prompt = user.prompt();
        String code = user.freshCode();
        HttpLogin thief = new HttpLogin(realm);
        prompt.answer(code);

        assertThat(thief.code(prompt.page(), code).isLoggedIn()).isFalse();
    }

    @Test
    void aDoubleClickLogsIn(@WithBrowser(javaScript = false) Browser browser) {
        EnrolledUser user = EnrolledUser.enroll(realm, "mouse");
        LoginPage.open(browser, realm).logIn(user.user());
        CodePage.at(browser);
        browser.await(By.id("code")).sendKeys(user.freshCode());

        new Actions(browser.driver())
                .doubleClick(browser.await(By.id("kc-login")))
                .perform();

        assertThat(browser.awaitRedirect().code()).isNotEmpty();
    }

    @Test
    void goingBackAndSendingAgainEndsAtTheApplication(Browser browser) {
        EnrolledUser user = EnrolledUser.enroll(realm, "returner");
        LoginPage.open(browser, realm).logIn(user.user());
        String code = user.freshCode();
        CodePage.at(browser).submit(code);
        assertThat(browser.awaitRedirect().code()).isNotEmpty();

        browser.driver().navigate().back();
        if (browser.has(By.id("code"))) {
            CodePage.at(browser).submit(code);
        }

        // Logged in already: Keycloak sends the browser to the application, by whichever way.
        assertThat(browser.awaitRedirect().parameter("state")).isPresent();
        browser.goTo(realm.authorizationUri());
        assertThat(browser.awaitRedirect().code()).isNotEmpty();
    }

    @Test
    void aPostRightAfterTheOtherEndsAtTheApplication() {
        EnrolledUser user = EnrolledUser.enroll(realm, "impatient");
        EnrolledUser.CodePrompt prompt = user.prompt();
        String code = user.freshCode();

        HttpPage first = prompt.answer(code);
        HttpPage second = prompt.answer(code);

        assertThat(first.isLoggedIn()).isTrue();
        // Keycloak's way to say "already logged in": the application asks again, and has the session.
        assertThat(second.redirect().orElseThrow().parameter("error_description"))
                .contains("authentication_expired");
        assertThat(prompt.login().start().isLoggedIn()).isTrue();
    }

    @Test
    void twoPostsOfOneEnrollmentPage() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            TestUser user = realm.addUser("enroller-" + round);
            TestClock clock = new TestClock(realm.keycloak());
            HttpLogin login = new HttpLogin(realm);
            HttpPage page = login.startWithPassword(user);
            AuthenticatorApp app = AuthenticatorApp.scan(page.otpAuthUri());
            String code = app.codeAt(clock.now());
            HttpLogin twin = login.twin();

            List<HttpPage> ends = Together.run(
                    List.<Callable<HttpPage>>of(() -> login.enroll(page, code, ""), () -> twin.enroll(page, code, "")));

            assertBothLogIn(ends);
            assertThat(realm.credentials(user).findValuesAsText("type")).containsOnlyOnce("verify-totp");
        }
    }

    private static void assertBothLogIn(List<HttpPage> ends) {
        assertThat(ends).allMatch(HttpPage::isLoggedIn);
        assertThat(ends.get(0).authorizationCode()).isEqualTo(ends.get(1).authorizationCode());
    }
}
