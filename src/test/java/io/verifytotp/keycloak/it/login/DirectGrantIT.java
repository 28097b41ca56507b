package io.verifytotp.keycloak.it.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.http.Reply;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Programs that log a user in by password give the code as well, and nothing works twice over the two doors. */
class DirectGrantIT {
    @AutoClose
    private static final TestRealm realm =
            RealmBuilder.aRealm().codeRequired().codeRequiredForDirectGrant().createOn(SharedKeycloak.get());

    @Test
    void theCodeMayBeCalledTotpOrOtp() {
        EnrolledUser user = EnrolledUser.enroll(realm, "program");

        assertThat(grant(user, "totp", user.freshCode()).status()).isEqualTo(200);
        assertThat(grant(user, "otp", user.freshCode()).status()).isEqualTo(200);
    }

    @Test
    void whateverIsWrongReadsLikeAWrongPassword() {
        EnrolledUser user = EnrolledUser.enroll(realm, "refused");
        String code = user.freshCode();
        assertThat(grant(user, "totp", code).status()).isEqualTo(200);

        Reply wrongPassword = realm.directGrant(user.user().username(), "not the password", Map.of());
        assertThat(wrongPassword.body().get("error").asText()).isEqualTo("invalid_grant");
        assertThat(wrongPassword.body().get("error_description").asText()).isEqualTo("Invalid user credentials");

        for (String refused : new String[] {code, user.wrongCode(), "12345", ""}) {
            assertThatItReadsLike(wrongPassword, grant(user, "totp", refused));
        }
        assertThatItReadsLike(wrongPassword, realm.directGrant(user.user(), Map.of()));
        assertThat(realm.events("LOGIN_ERROR").stream()
                        .map(event -> event.at("/details/verify_totp_reason").asText()))
                .contains("already_used", "wrong_code", "malformed");
    }

    @Test
    void aCodeSpentAtTheLoginIsSpentAtTheApiAndTheOtherWayRound() {
        EnrolledUser user = EnrolledUser.enroll(realm, "two-doors");
        String first = user.freshCode();
        assertThat(user.logIn(first).isLoggedIn()).isTrue();
        assertThat(grant(user, "totp", first).status()).isEqualTo(400);

        String second = user.freshCode();
        assertThat(grant(user, "totp", second).status()).isEqualTo(200);
        assertThat(user.logIn(second).isLoggedIn()).isFalse();
    }

    @Test
    void loginAndApiSpendOneBudget() {
        EnrolledUser user = EnrolledUser.enroll(realm, "one-budget");
        for (int i = 0; i < 5; i++) {
            grant(user, "totp", user.wrongCode());
        }

        assertThat(user.logIn(user.codeOfStep(1)).error()).contains("Wait at least ");
        assertThat(grant(user, "totp", user.codeOfStep(1)).status()).isEqualTo(400);
    }

    @Test
    void whoHasNoFactorIsRefused() {
        Reply reply = realm.directGrant(realm.addUser("factorless"), Map.of());

        assertThat(reply.expect(400).body().get("error_description").asText()).isEqualTo("Account is not fully set up");
        assertThat(reply.body().has("access_token")).isFalse();
    }

    private static void assertThatItReadsLike(Reply expected, Reply reply) {
        assertThat(reply.status()).isEqualTo(expected.status());
        assertThat(reply.body()).isEqualTo(expected.body());
        assertThat(reply.headers().map().keySet())
                .isEqualTo(expected.headers().map().keySet());
        assertThat(reply.headers().allValues("Content-Type"))
                .isEqualTo(expected.headers().allValues("Content-Type"));
    }

    private static Reply grant(EnrolledUser user, String parameter, String code) {
        return realm.directGrant(user.user(), Map.of(parameter, code));
    }
}
