package io.verifytotp.keycloak.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Programs that log a user in by password give the code as well, and nothing works twice over the two doors. */
class DirectGrantIT {
    private static TestRealm realm;

    @BeforeAll
    static void createRealm() {
        realm = RealmBuilder.aRealm()
                .codeRequired()
                .codeRequiredForDirectGrant()
                .createOn(SharedKeycloak.get());
    }

    @AfterAll
    static void deleteRealm() {
        realm.close();
    }

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

        for (String refused : new String[] {code, user.wrongCode(), "12345", ""}) {
            Reply reply = grant(user, "totp", refused);

            assertThat(reply.expect(401).body().get("error").asText()).isEqualTo("invalid_grant");
            assertThat(reply.body().get("error_description").asText()).isEqualTo("Invalid user credentials");
        }
        assertThat(realm.directGrant(user.user(), Map.of()).status()).isEqualTo(401);
        assertThat(realm.events("LOGIN_ERROR").stream()
                        .map(event -> event.at("/details/verify_totp_reason").asText()))
                .contains("already_used", "wrong_code", "malformed");
    }

    @Test
    void aCodeSpentAtOneDoorIsSpentAtTheOther() {
        EnrolledUser user = EnrolledUser.enroll(realm, "two-doors");
        String first = user.freshCode();
        assertThat(user.logIn(first).isLoggedIn()).isTrue();
        assertThat(grant(user, "totp", first).status()).isEqualTo(401);

        String second = user.freshCode();
        assertThat(grant(user, "totp", second).status()).isEqualTo(200);
        assertThat(user.logIn(second).isLoggedIn()).isFalse();
    }

    @Test
    void bothDoorsSpendOneBudget() {
        EnrolledUser user = EnrolledUser.enroll(realm, "one-budget");
        for (int i = 0; i < 5; i++) {
            grant(user, "totp", user.wrongCode());
        }

        assertThat(user.logIn(user.codeOfStep(1)).error()).contains("seconds at the earliest");
        assertThat(grant(user, "totp", user.codeOfStep(1)).status()).isEqualTo(401);
    }

    @Test
    void whoHasNoFactorIsRefused() {
        Reply reply = realm.directGrant(realm.addUser("factorless"), Map.of());

        assertThat(reply.expect(400).body().get("error_description").asText()).isEqualTo("Account is not fully set up");
        assertThat(reply.body().has("access_token")).isFalse();
    }

    private static Reply grant(EnrolledUser user, String parameter, String code) {
        return realm.directGrant(user.user(), Map.of(parameter, code));
    }
}
