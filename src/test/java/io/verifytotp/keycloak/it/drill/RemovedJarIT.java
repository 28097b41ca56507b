package io.verifytotp.keycloak.it.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.http.AdminApi;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.KeyRingFile;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import io.verifytotp.keycloak.it.support.server.OperatorKeys;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar is gone, and its entries are still in the realms: what Keycloak makes of them, and how to remove them. */
@Tag("thorough")
class RemovedJarIT {
    private static final List<String> ACTIONS =
            List.of("verify-totp-enroll", "verify-totp-prove", "verify-totp-confirm");
    private static final Map<String, String> ENROLL = Map.of("kc_action", "verify-totp-enroll");

    @ParameterizedTest
    @ValueSource(strings = {"26.7.3", "26.4.7"})
    void loginsGoOnExceptWhereOurPartsAreAskedFor(String version) {
        KeycloakServer with = KeycloakServer.named("with-jar-" + version)
                .version(version)
                .databaseFile()
                .option(OperatorKeys.OPTION, KeyRingFile.create("removed-jar").toString())
                .start();
        TestRealm before = RealmBuilder.aRealm().user("plain").createOn(with);
        ApiFactor factor = ApiFactor.verified(before.api(ApiRole.MANAGE), before.addUser("owner"));
        factor.api().addService("Another");
        TestUser asked = before.addUser("asked");
        before.admin()
                .put(before.path("/users/" + asked.id()), Map.of("requiredActions", List.of(ACTIONS.get(0))))
                .expect(204);
        TestRealm boundBefore =
                RealmBuilder.aRealm().codeForLevelTwo().user("stuck").createOn(with);
        with.stop();

        try (KeycloakServer without = KeycloakServer.named("without-jar-" + version)
                .version(version)
                .continuing(with)
                .withoutProduct()
                .start()) {
            TestRealm realm = new TestRealm(without, new AdminApi(without), before.name());
            TestRealm bound = new TestRealm(without, realm.admin(), boundBefore.name());
            TestUser plain = realm.user("plain");

            assertThat(new HttpLogin(realm).startWithPassword(plain).isLoggedIn())
                    .isTrue();
            assertThat(new HttpLogin(realm).startWithPassword(factor.user()).isLoggedIn())
                    .isTrue();
            assertThat(without.log())
                    .contains(ACTIONS.stream()
                            .map(action -> "factory '" + action + "' configured in the realm '" + realm.name() + "' is")
                            .toList());
            assertThat(new HttpLogin(realm).startWithPassword(asked).status()).isEqualTo(500);
            assertThat(setUp(realm, plain).status()).isEqualTo(500);
            // A flow with our execution breaks also for those who would not have come to it.
            assertThat(new HttpLogin(bound)
                            .startWithPassword(bound.user("stuck"))
                            .status())
                    .isEqualTo(400);

            removeEntries(realm, factor);

            assertThat(new HttpLogin(realm).startWithPassword(asked).isLoggedIn())
                    .isTrue();
            assertThat(setUp(realm, plain).redirect().orElseThrow().parameter("kc_action_status"))
                    .contains("error");
            String export = realm.admin()
                    .post(realm.path("/partial-export"), Map.of())
                    .expect(200)
                    .body()
                    .toString();
            assertThat(export).doesNotContain("verify-totp");
            // Keycloak 26.7.3 keeps all roles of its own management client.
            assertThat(statusOfRemovingARole(realm)).isEqualTo(version.equals("26.4.7") ? 204 : 403);
            realm.close();
        }
    }

    /** As docs/operate.md says it. */
    private static void removeEntries(TestRealm realm, ApiFactor factor) {
        AdminApi admin = realm.admin();
        ACTIONS.forEach(action -> admin.delete(realm.path("/authentication/required-actions/" + action))
                .expect(204));
        StreamSupport.stream(
                        admin.get(realm.path("/components")).expect(200).body().spliterator(), false)
                .filter(component -> component.get("providerId").asText().startsWith("verify-totp"))
                .map(component -> component.get("id").asText())
                .forEach(id -> admin.delete(realm.path("/components/" + id)).expect(204));
        realm.credentials(factor.user()).forEach(credential -> {
            if (credential.get("type").asText().equals("verify-totp")) {
                admin.deleteCredential(
                        realm.name(), factor.user().id(), credential.get("id").asText());
            }
        });
        assertThat(realm.credentials(factor.user()).toString()).doesNotContain("verify-totp");
    }

    private static int statusOfRemovingARole(TestRealm realm) {
        String client = realm.admin()
                .get(realm.path("/clients?clientId=realm-management"))
                .expect(200)
                .body()
                .get(0)
                .get("id")
                .asText();
        return realm.admin()
                .delete(realm.path("/clients/" + client + "/roles/" + ApiRole.VIEW))
                .status();
    }

    private static HttpPage setUp(TestRealm realm, TestUser user) {
        HttpLogin login = new HttpLogin(realm);
        return login.password(login.start(ENROLL), user);
    }
}
