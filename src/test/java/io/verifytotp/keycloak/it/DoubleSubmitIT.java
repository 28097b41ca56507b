package io.verifytotp.keycloak.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

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

            assertOneLogin(ends);
        }
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

            assertOneLogin(ends);
            assertThat(realm.credentials(user).findValuesAsText("type")).containsOnlyOnce("verify-totp");
        }
    }

    /** The other one is answered by Keycloak's own check of its form, if it comes that late; never with an error. */
    private static void assertOneLogin(List<HttpPage> ends) {
        assertThat(ends).anyMatch(HttpPage::isLoggedIn);
        assertThat(ends).allSatisfy(end -> {
            assertThat(end.status()).isIn(200, 302);
            assertThat(end.error()).doesNotStartWith("This code was not accepted");
        });
    }
}
