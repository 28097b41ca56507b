package io.verifytotp.keycloak.it.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.http.Http;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Administrators, imports and programs may store anything under our type. Such a credential verifies nothing and counts
 * as a factor, and it breaks no list, no removal and no other factor.
 */
class DamagedCredentialIT {
    @AutoClose
    private static final TestRealm realm =
            RealmBuilder.aRealm().codeIfConfigured().createOn(SharedKeycloak.get());

    private static int users;

    @ParameterizedTest
    @CsvSource(
            nullValues = "NULL",
            delimiter = '|',
            value = {
                "NULL|NULL",
                "null|null",
                "{}|{}",
                "[]|7",
                "{\"service\":\"x\",\"algorithm\":\"sha1\",\"digits\":6,\"period\":30,\"skew\":1}|{\"seed\":\"v1.k1.x\"}",
                "{\"service\":|{\"seed\":{}}"
            })
    void isShownCountedAndRemoved(String data, String secret) {
        TestUser user = userWith(data, secret);

        // In the account console: shown, and said to be damaged.
        String token = realm.accessToken(user);
        HttpResponse<String> list = Http.send(Http.request(realm.uri("/account/credentials"))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json")
                .GET());
        assertThat(list.statusCode()).as(list.body()).isEqualTo(200);
        assertThat(list.body()).contains("The data of this authenticator app is damaged");

        // At the login: the page says what to do, and nobody gets in without a code.
        HttpPage page = new HttpLogin(realm).startWithPassword(user);
        assertThat(page.isLoggedIn()).isFalse();
        assertThat(page.error()).contains("Your code could not be checked").contains("administrator");
        assertThat(realm.events("LOGIN_ERROR")).anySatisfy(event -> {
            assertThat(event.get("userId").asText()).isEqualTo(user.id());
            assertThat(event.at("/details/verify_totp_reason").asText()).isEqualTo("no_readable_factor");
        });

        // A manager sets up a new one, which takes its place and works.
        ApiFactor factor = ApiFactor.verified(realm.api(ApiRole.MANAGE), user);
        assertThat(ours(user)).hasSize(1);
        EnrolledUser healed = new EnrolledUser(realm, user, factor.app(), factor.clock());
        assertThat(healed.logIn(healed.freshCode()).isLoggedIn()).isTrue();
    }

    @Test
    void isRemovedByAnAdministratorAndTheUserIsFree() {
        TestUser user = userWith(null, null);

        realm.admin().deleteCredential(realm.name(), user.id(), ours(user).get(0));

        assertThat(new HttpLogin(realm).startWithPassword(user).isLoggedIn()).isTrue();
    }

    /** Over the API, too: the Entity goes with whatever it has. */
    @Test
    void goesWithTheEntity() {
        TestUser user = userWith("null", "null");
        VerifyApi api = realm.api(ApiRole.MANAGE);

        api.delete(VerifyApi.entity(api.defaultService(), user)).expect(204);

        assertThat(ours(user)).isEmpty();
    }

    private static TestUser userWith(String data, String secret) {
        users++;
        Map<String, Object> credential = new HashMap<>();
        credential.put("type", "verify-totp");
        credential.put("credentialData", data);
        credential.put("secretData", secret);
        String username = "damaged-" + users;
        Map<String, Object> representation = new HashMap<>(TestUser.representation(username));
        List<Object> credentials = new ArrayList<>((List<?>) representation.get("credentials"));
        credentials.add(credential);
        representation.put("credentials", credentials);
        TestUser user = new TestUser(realm.admin().createUser(realm.name(), representation), username);
        assertThat(ours(user)).as("the credential is stored").hasSize(1);
        return user;
    }

    private static List<String> ours(TestUser user) {
        return realm.credentials(user).findParents("type").stream()
                .filter(each -> each.get("type").asText().equals("verify-totp"))
                .map(each -> each.get("id").asText())
                .toList();
    }
}
