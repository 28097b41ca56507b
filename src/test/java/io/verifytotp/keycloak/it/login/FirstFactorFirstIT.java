package io.verifytotp.keycloak.it.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.http.Addresses;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Who has not given the password spends none of a user's tries, and none of the user's codes. */
class FirstFactorFirstIT {
    private static final int MANY = 10;

    @AutoClose
    private static final TestRealm realm =
            RealmBuilder.aRealm().codeRequired().codeRequiredForDirectGrant().createOn(SharedKeycloak.get());

    private static final VerifyApi api = realm.api(ApiRole.MANAGE);

    private final ApiFactor factor = ApiFactor.verified(api, realm.addUser("victim-" + UUID.randomUUID()));
    private final EnrolledUser user = EnrolledUser.of(factor);

    @Test
    void codesBesideAWrongPasswordAreNotLookedAtByTheLoginPage() {
        HttpLogin login = new HttpLogin(realm);
        HttpPage page = login.start();
        String right = user.freshCode();
        for (int i = 0; i < MANY; i++) {
            page = login.submit(page, guess("not the password", user.wrongCode()));
            assertThat(page.asksForPassword()).isTrue();
        }

        assertThat(login.submit(page, guess("not the password", right)).asksForPassword())
                .isTrue();

        assertNothingIsSpent(right);
    }

    @Test
    void codesThatArePostedBeforeThePasswordAreNotLookedAt() {
        String ours = Addresses.parameter(user.prompt().page().formAction(), "execution");
        HttpLogin login = new HttpLogin(realm);
        HttpPage page = login.start();
        String right = user.freshCode();
        for (int i = 0; i < MANY; i++) {
            HttpPage answer = login.post(Addresses.with(page.formAction(), "execution", ours), codeOnly(i, right));
            assertThat(answer.status()).isLessThan(500);
            assertThat(answer.isLoggedIn()).isFalse();
            assertThat(answer.asksForCode()).isFalse();
            page = login.start();
        }

        assertNothingIsSpent(right);
    }

    @Test
    void codesBesideAWrongPasswordAreNotLookedAtByADirectGrant() {
        String right = user.freshCode();
        for (int i = 0; i < MANY; i++) {
            String code = i == 0 ? right : user.wrongCode();
            assertThat(realm.directGrant(factor.user().username(), "not the password", Map.of("totp", code))
                            .status())
                    .isEqualTo(400);
        }

        assertNothingIsSpent(right);
    }

    private Map<String, String> guess(String password, String code) {
        return Map.of("username", factor.user().username(), "password", password, "code", code);
    }

    private Map<String, String> codeOnly(int turn, String right) {
        return Map.of("username", factor.user().username(), "code", turn == 0 ? right : user.wrongCode());
    }

    private void assertNothingIsSpent(String right) {
        assertThat(factor.fetch().expect(200).field("failures")).isEqualTo("0");
        assertThat(api.get("/Services/" + api.defaultService() + "/LockedFactors?PageSize=1000")
                        .expect(200)
                        .fields("locked_factors", "sid"))
                .doesNotContain(factor.sid());
        assertThat(realm.events("LOGIN_ERROR").toString()).doesNotContain(factor.sid());
        assertThat(user.logIn(right).isLoggedIn()).isTrue();
    }
}
