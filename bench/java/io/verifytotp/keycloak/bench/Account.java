package io.verifytotp.keycloak.bench;

import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import java.time.Instant;

/**
 * A user with one factor.
 *
 * @param factor our factor's SID; empty for a user of Keycloak's own OTP
 */
record Account(TestUser user, AuthenticatorApp app, String factor) {
    String code(Instant now) {
        return app.codeAt(now);
    }

    String wrongCode(Instant now) {
        return app.wrongCodeAt(now);
    }
}
