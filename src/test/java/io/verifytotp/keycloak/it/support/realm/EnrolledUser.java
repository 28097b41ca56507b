package io.verifytotp.keycloak.it.support.realm;

import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import java.time.Duration;
import java.util.Map;

/** A user with a verified factor and the phone that has it: where most tests start. */
public record EnrolledUser(TestRealm realm, TestUser user, AuthenticatorApp app, TestClock clock) {
    private static final Duration STEP = Duration.ofSeconds(30);
    private static final Map<String, String> ENROLL = Map.of("kc_action", "verify-totp-enroll");

    /** Makes the user and enrolls, in a realm that requires a code. */
    public static EnrolledUser enroll(TestRealm realm, String username) {
        return enroll(realm, realm.addUser(username), "");
    }

    /** As above, for a user that exists, or for a further factor of one who is asked to enroll. */
    public static EnrolledUser enroll(TestRealm realm, TestUser user, String label) {
        HttpLogin login = new HttpLogin(realm);
        return enroll(realm, user, label, login, login.startWithPassword(user));
    }

    /** One more factor of the same user, in a realm that allows it. */
    public EnrolledUser enrollFurther(String label) {
        HttpLogin login = new HttpLogin(realm);
        login.code(login.startWithPassword(user), freshCode());
        return enroll(realm, user, label, login, login.start(ENROLL));
    }

    private static EnrolledUser enroll(TestRealm realm, TestUser user, String label, HttpLogin login, HttpPage page) {
        TestClock clock = new TestClock(realm.keycloak());
        AuthenticatorApp app = AuthenticatorApp.scan(page.otpAuthUri());
        clock.advanceToStepStart(STEP);
        HttpPage end = login.enroll(page, app.codeAt(clock.now()), label);
        if (!end.isLoggedIn()) {
            throw new AssertionError("The enrollment did not end the login: " + end);
        }
        return new EnrolledUser(realm, user, app, clock);
    }

    /** A user whose factor was made over the API, so that no login has left a session. */
    public static EnrolledUser of(ApiFactor factor) {
        return new EnrolledUser(factor.api().realm(), factor.user(), factor.app(), factor.clock());
    }

    /** A code that has not been used: time goes on to its step. */
    public String freshCode() {
        clock.advanceToStepStart(STEP);
        return currentCode();
    }

    /** As above, with so many steps of waiting, such as for the end of a lock. */
    public String freshCode(int steps) {
        clock.advance(STEP.multipliedBy(steps));
        return freshCode();
    }

    public String currentCode() {
        return codeOfStep(0);
    }

    /** The code so many steps from now. */
    public String codeOfStep(int steps) {
        return app.codeAt(clock.now().plus(STEP.multipliedBy(steps)));
    }

    public String wrongCode() {
        return app.wrongCodeAt(clock.now());
    }

    /** A login of its own, answered with that code. */
    public HttpPage logIn(String code) {
        HttpLogin login = new HttpLogin(realm);
        return login.code(login.startWithPassword(user), code);
    }

    /** The page that asks for the code, and the login that it belongs to. */
    public CodePrompt prompt() {
        HttpLogin login = new HttpLogin(realm);
        return new CodePrompt(login, login.startWithPassword(user));
    }

    /** A login that waits for a code. */
    public record CodePrompt(HttpLogin login, HttpPage page) {
        public HttpPage answer(String code) {
            return login.code(page, code);
        }

        public HttpPage answer(Map<String, String> fields) {
            return login.submit(page, fields);
        }
    }
}
