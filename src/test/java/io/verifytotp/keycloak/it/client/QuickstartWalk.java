package io.verifytotp.keycloak.it.client;

import io.verifytotp.keycloak.it.support.api.ApiClient;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import java.net.URI;
import java.util.Map;

/** Somebody who runs a quickstart with a phone beside the keyboard, and mistypes each code once. */
final class QuickstartWalk {
    private QuickstartWalk() {}

    /** All that the program wrote. The base is what stands before {@code /v2}. */
    static String of(URI base, ApiClient backend, TestUser user, Quickstart sdk) {
        TestClock clock = new TestClock(backend.realm().keycloak());
        try (Dialog program = sdk.start(environment(base, backend, user))) {
            AuthenticatorApp app =
                    AuthenticatorApp.scan(program.await("otpauth://\\S+").group());
            program.await("Code of the app: ");
            program.answer(app.wrongCodeAt(clock.now()));
            program.await("The factor is unverified[\\s\\S]*: ");
            program.answer(freshCode(app, clock));
            program.await("The factor is verified[\\s\\S]*Challenge YC\\w{32}[\\s\\S]*: ");
            program.answer(app.wrongCodeAt(clock.now()));
            program.await("The challenge is pending[\\s\\S]*: ");
            program.answer(freshCode(app, clock));
            program.await("The challenge is approved");
            program.await("YC\\w{32} approved");
            return program.end();
        }
    }

    static Map<String, String> environment(URI base, ApiClient backend, TestUser user) {
        return Map.of(
                "BASE", base.toString(),
                "CLIENT_ID", backend.id(),
                "CLIENT_SECRET", backend.secret(),
                "USER_ID", user.id());
    }

    private static String freshCode(AuthenticatorApp app, TestClock clock) {
        clock.advanceToStepStart(app.period());
        return app.codeAt(clock.now());
    }
}
