package io.verifytotp.keycloak.it.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Together;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.Metrics;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The same form sent twice, without a script to prevent it: one outcome, nothing spent or counted twice. What the second
 * post is answered with is Keycloak's own, as at its password form.
 */
class DoubleSubmitIT {
    private static final String ACTION_EXPIRED = "Action expired. Please continue with login now.";

    private static final Map<String, String> LATER = Map.of("skip", "true");

    @AutoClose
    private static final TestRealm realm = RealmBuilder.aRealm()
            .codeRequired()
            // Two wrong codes lock and two uses of "Later" are all, so that a second count does not go unnoticed.
            .enrollConfig(
                    Map.of("challengesPerHour", "100", "challengesPerDay", "1000", "lockAfter", "2", "graceSkips", "2"))
            .createOn(SharedKeycloak.get());

    @Test
    void twoPostsOfOneCodePageAtTheSameMomentSpendOneCode() throws Exception {
        sendCodesTwice(5);
    }

    @Test
    @Tag("thorough")
    void fiftyTimesTwoPostsOfOneCodePageSpendFiftyCodes() throws Exception {
        sendCodesTwice(50);
    }

    @Test
    void twoPostsOfOneWrongCodeAtTheSameMomentCountOnce() throws Exception {
        sendWrongCodesTwice(5);
    }

    @Test
    @Tag("thorough")
    void fiftyTimesTwoPostsOfOneWrongCodeCountFifty() throws Exception {
        sendWrongCodesTwice(50);
    }

    @Test
    void twoPostsOfOneEnrollmentPageAtTheSameMomentMakeOneFactor() throws Exception {
        enrollTwice("enroller-", 5);
    }

    @Test
    @Tag("thorough")
    void fiftyTimesTwoPostsOfOneEnrollmentPageMakeFiftyFactors() throws Exception {
        enrollTwice("thorough-enroller-", 50);
    }

    @Test
    void twoPostsOfOneEnrollmentPageWithAWrongCodeCountOnce() throws Exception {
        enrollWronglyTwice("mistaken-", 5);
    }

    @Test
    @Tag("thorough")
    void fiftyTimesTwoPostsOfOneEnrollmentPageWithAWrongCodeCountFifty() throws Exception {
        enrollWronglyTwice("thorough-mistaken-", 50);
    }

    @Test
    void twoPostsOfLaterCountOnce() throws Exception {
        putOffTwice("later-", 5);
    }

    @Test
    @Tag("thorough")
    void fiftyTimesTwoPostsOfLaterCountFifty() throws Exception {
        putOffTwice("thorough-later-", 50);
    }

    @Test
    void aPageThatWasAnsweredTakesNoSecondAnswer() {
        EnrolledUser user = EnrolledUser.enroll(realm, "mistyper");
        EnrolledUser.CodePrompt prompt = user.prompt();
        String wrong = user.wrongCode();
        prompt.answer(wrong);

        HttpPage again = prompt.answer(wrong);

        assertThat(again.asksForCode()).isTrue();
        assertThat(again.error()).isEqualTo(ACTION_EXPIRED);
        assertThat(refusals(user)).containsExactly("wrong_code");
        assertThat(prompt.login().code(again, user.freshCode()).isLoggedIn()).isTrue();
    }

    @Test
    void aPostAfterTheAnswerEndsAtTheApplication() {
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
        assertThat(refusals(user)).isEmpty();
    }

    @Test
    void whoRepeatsARequestWithTheCookiesFromBeforeGetsNoSession() {
        EnrolledUser user = EnrolledUser.enroll(realm, "watched");
        EnrolledUser.CodePrompt prompt = user.prompt();
        String code = user.freshCode();
        HttpLogin thief = prompt.login().twin();
        HttpLogin poorerThief = prompt.login().twin();
        assertThat(prompt.answer(code).isLoggedIn()).isTrue();

        HttpPage withTheCode = thief.code(prompt.page(), code);
        HttpPage withNothing = poorerThief.post(prompt.page().formAction(), Map.of());

        assertThat(List.of(withTheCode, withNothing)).allMatch(HttpPage::asksForPassword);
        assertThat(thief.start().asksForPassword()).isTrue();
        assertThat(poorerThief.start().asksForPassword()).isTrue();
    }

    @Test
    void whoKnowsTheAddressOnlyGetsNoSession() {
        EnrolledUser user = EnrolledUser.enroll(realm, "overheard");
        EnrolledUser.CodePrompt prompt = user.prompt();
        String code = user.freshCode();
        assertThat(prompt.answer(code).isLoggedIn()).isTrue();

        HttpPage answer = new HttpLogin(realm).code(prompt.page(), code);

        assertThat(answer.isLoggedIn()).isFalse();
        assertThat(answer.status()).isEqualTo(400);
    }

    private static void sendCodesTwice(int rounds) throws Exception {
        EnrolledUser user = EnrolledUser.enroll(realm, "double-clicker-" + rounds);
        int before = Metrics.of(realm.keycloak()).challenges(realm, "approved");

        for (int round = 0; round < rounds; round++) {
            EnrolledUser.CodePrompt prompt = user.prompt();
            String code = user.freshCode();
            HttpLogin twin = prompt.login().twin();

            List<HttpPage> ends = together(() -> prompt.answer(code), () -> twin.code(prompt.page(), code));

            assertThat(ends).anyMatch(HttpPage::isLoggedIn).allMatch(end -> end.status() < 400);
        }
        assertThat(Metrics.of(realm.keycloak()).challenges(realm, "approved") - before)
                .isEqualTo(rounds);
        assertThat(refusals(user)).isEmpty();
    }

    private static void sendWrongCodesTwice(int rounds) throws Exception {
        EnrolledUser user = EnrolledUser.enroll(realm, "double-mistyper-" + rounds);

        for (int round = 1; round <= rounds; round++) {
            EnrolledUser.CodePrompt prompt = user.prompt();
            String wrong = user.wrongCode();
            HttpLogin twin = prompt.login().twin();

            List<HttpPage> ends = together(() -> prompt.answer(wrong), () -> twin.code(prompt.page(), wrong));

            assertThat(ends).allMatch(HttpPage::asksForCode).anyMatch(end -> end.error()
                    .startsWith("This code was not accepted."));
            assertThat(refusals(user)).hasSize(round).containsOnly("wrong_code");
            // So that no lock hides a second count.
            assertThat(user.logIn(user.freshCode()).isLoggedIn()).isTrue();
        }
    }

    private static void enrollTwice(String names, int rounds) throws Exception {
        TestClock clock = new TestClock(realm.keycloak());
        for (int round = 0; round < rounds; round++) {
            TestUser user = realm.addUser(names + round);
            HttpLogin login = new HttpLogin(realm);
            HttpPage page = login.startWithPassword(user);
            AuthenticatorApp app = AuthenticatorApp.scan(page.otpAuthUri());
            String code = app.codeAt(clock.now());
            HttpLogin twin = login.twin();

            List<HttpPage> ends = together(() -> login.enroll(page, code, ""), () -> twin.enroll(page, code, ""));

            assertThat(ends).anyMatch(HttpPage::isLoggedIn).allMatch(end -> end.status() < 400);
            assertThat(realm.credentials(user).findValuesAsText("type")).containsOnlyOnce("verify-totp");
            EnrolledUser enrolled = new EnrolledUser(realm, user, app, clock);
            assertThat(enrolled.logIn(code).isLoggedIn()).isFalse();
            assertThat(enrolled.logIn(enrolled.freshCode()).isLoggedIn()).isTrue();
        }
    }

    private static void enrollWronglyTwice(String names, int rounds) throws Exception {
        TestClock clock = new TestClock(realm.keycloak());
        for (int round = 0; round < rounds; round++) {
            TestUser user = realm.addUser(names + round);
            HttpLogin login = new HttpLogin(realm);
            HttpPage page = login.startWithPassword(user);
            AuthenticatorApp app = AuthenticatorApp.scan(page.otpAuthUri());
            String wrong = app.wrongCodeAt(clock.now());
            HttpLogin twin = login.twin();

            List<HttpPage> ends = together(() -> login.enroll(page, wrong, ""), () -> twin.enroll(page, wrong, ""));

            assertThat(ends).allMatch(HttpPage::isEnrollment).anyMatch(end -> end.error()
                    .startsWith("This code was not accepted."));
            assertThat(reasons("UPDATE_CREDENTIAL_ERROR", user)).containsExactly("wrong_code");
            HttpPage next = login.open(page.uri());
            assertThat(next.otpAuthUri()).isEqualTo(page.otpAuthUri());
            assertThat(login.enroll(next, app.codeAt(clock.now()), "").isLoggedIn())
                    .isTrue();
        }
    }

    private static void putOffTwice(String names, int rounds) throws Exception {
        for (int round = 0; round < rounds; round++) {
            TestUser user = realm.addUser(names + round);
            HttpLogin login = new HttpLogin(realm);
            HttpPage page = login.startWithPassword(user);
            HttpLogin twin = login.twin();

            List<HttpPage> ends = together(() -> login.submit(page, LATER), () -> twin.submit(page, LATER));

            assertThat(ends).anyMatch(HttpPage::isLoggedIn).allMatch(end -> end.status() < 400);
            assertThat(putOffAnew(user).isLoggedIn()).isTrue();
            assertThat(putOffAnew(user).error()).startsWith("You can't postpone this any longer.");
            assertThat(reasons("CUSTOM_REQUIRED_ACTION_ERROR", user)).containsExactly("put_off", "put_off");
            assertThat(reasons("UPDATE_CREDENTIAL_ERROR", user)).containsExactly("put_off_over");
        }
    }

    private static HttpPage putOffAnew(TestUser user) {
        HttpLogin login = new HttpLogin(realm);
        return login.submit(login.startWithPassword(user), LATER);
    }

    private static List<HttpPage> together(Callable<HttpPage> one, Callable<HttpPage> other) throws Exception {
        return Together.run(List.of(one, other));
    }

    /** Why codes of this user were refused at logins, as the events tell. */
    private static List<String> refusals(EnrolledUser user) {
        return reasons("LOGIN_ERROR", user.user());
    }

    private static List<String> reasons(String type, TestUser user) {
        return realm.events(type).stream()
                .filter(event -> event.path("userId").asText().equals(user.id()))
                .map(event -> event.at("/details/verify_totp_reason").asText())
                .filter(reason -> !reason.isEmpty())
                .toList();
    }
}
