package io.verifytotp.keycloak.it.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.api.ApiClient;
import io.verifytotp.keycloak.it.support.api.ApiClientBuilder;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.ApiRequest;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.ManagementRoles;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each role allows at the Verify API. */
class VerifyApiRolesIT {
    @AutoClose
    private static TestRealm realm;

    private static VerifyApi manager;
    private static Map<String, VerifyApi> callers;
    private static ApiFactor factor;
    private static String challenge;

    @BeforeAll
    static void createCallers() {
        realm = RealmBuilder.aRealm().createOn(SharedKeycloak.get());
        manager = realm.api(ApiRole.MANAGE);
        callers = Map.of(
                "view", realm.api(ApiRole.VIEW),
                "challenge", realm.api(ApiRole.CHALLENGE),
                "manage", manager,
                "helpdesk", realm.api(ApiRole.HELPDESK),
                "other", realm.api("view-users", "manage-users", "query-users", "view-realm", "manage-realm"),
                "none", realm.api());
        factor = ApiFactor.create(manager, manager.addService("Shop"), realm.addUser("owner"))
                .verified();
        challenge = factor.openChallenge();
    }

    /** Of the parameters every operation lacks one or all, so that who may call it is told so and nothing changes. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /Services                                       | view challenge helpdesk manage
            POST   | /Services                                       | manage
            GET    | /Services/{service}                             | view challenge helpdesk manage
            POST   | /Services/{service}                             | manage
            GET    | /Services/{service}/Entities                    | view challenge helpdesk manage
            POST   | /Services/{service}/Entities                    | manage
            GET    | /Services/{service}/Entities/{identity}         | view challenge helpdesk manage
            GET    | {entity}/Factors                                | view challenge helpdesk manage
            POST   | {entity}/Factors                                | manage
            GET    | {entity}/Factors/{factor}                       | view challenge helpdesk manage
            POST   | {entity}/Factors/{factor}                       | manage
            GET    | {entity}/Challenges                             | view challenge helpdesk manage
            POST   | {entity}/Challenges                             | challenge manage
            GET    | {entity}/Challenges/{challenge}                 | view challenge helpdesk manage
            POST   | {entity}/Challenges/{challenge}                 | challenge manage
            GET    | {entity}/Challenges/{challenge}/Receipt         | challenge manage
            """)
    void allowsAnOperation(String method, String path, String roles) {
        ApiRequest request = ApiRequest.of(method, filled(path));

        callers.forEach((role, caller) -> {
            ApiReply reply = caller.send(request);
            if (roles.contains(role)) {
                assertThat(reply.status()).as(role).isIn(200, 400, 404);
            } else {
                reply.expectError(403, 20403);
            }
        });
        VerifyApi.of(realm).send(request).expectError(401, 20003);
    }

    @ParameterizedTest
    @CsvSource({"{entity}/Factors/{factor}, helpdesk manage", "{entity}, manage", "/Services/{service}, manage"})
    void onlySomeDelete(String path, String roles) {
        callers.forEach((role, caller) -> {
            if (!roles.contains(role)) {
                caller.delete(filled(path)).expectError(403, 20403);
            }
        });
        VerifyApi.of(realm).delete(filled(path)).expectError(401, 20003);

        manager.get(filled(path)).expect(200);
    }

    @Test
    void managersDelete() {
        ApiFactor own = ApiFactor.create(manager, manager.addService("Own"), realm.addUser("own"))
                .verified();

        manager.delete(own.path()).expect(204);
        manager.delete(own.entity()).expect(204);
        manager.delete(own.entity().replaceFirst("/Entities.*", "")).expect(204);
    }

    @Test
    void helpDesksRemoveAFactor() {
        ApiFactor lost = ApiFactor.create(manager, manager.addService("Lost"), realm.addUser("lost"))
                .verified();

        callers.get("helpdesk").delete(lost.path()).expect(204);

        lost.fetch().expectNotFound();
    }

    @Test
    void managersAndHelpDesksUnlock() {
        ApiRequest unlock = ApiRequest.post(filled("{entity}/Factors/{factor}"), Form.of("Unlock", "true"));

        callers.forEach((role, caller) -> {
            if (role.equals("manage") || role.equals("helpdesk")) {
                caller.send(unlock).expect(200);
            } else {
                caller.send(unlock).expectError(403, 20403);
            }
        });
    }

    @Test
    void withoutARoleNothingIsSaidAboutWhatExists() {
        for (String role : new String[] {"none", "other"}) {
            for (String path : new String[] {"/Services/{service}", "{entity}", "{entity}/Factors/{factor}"}) {
                ApiReply there = callers.get(role).get(filled(path));
                ApiReply nowhere = callers.get(role).get(filled(path).replaceFirst(".{8}$", "00000000"));

                assertThat(nowhere.expectError(403, 20403).body()).isEqualTo(there.body());
            }
        }
    }

    @Test
    void takenAwayARoleActsAtOnce() {
        ApiClient client = ApiClientBuilder.aClient().roles(ApiRole.VIEW).createIn(realm);
        VerifyApi bearer = client.bearer();
        bearer.get("/Services").expect(200);

        new ManagementRoles(realm).revoke(client.serviceAccount(), ApiRole.VIEW);

        bearer.get("/Services").expectError(403, 20403);
        client.api().get("/Services").expectError(403, 20403);
    }

    @Test
    void givenARoleActsAtOnceForWhoHasTheSecret() {
        ApiClient client = ApiClientBuilder.aClient().createIn(realm);
        client.api().get("/Services").expectError(403, 20403);

        new ManagementRoles(realm).grant(client.serviceAccount(), ApiRole.VIEW);

        client.api().get("/Services").expect(200);
        client.bearer().get("/Services").expect(200);
    }

    @Test
    void isOfNoUseOutsideTheClientsScope() {
        ApiClient client = ApiClientBuilder.aClient()
                .with("fullScopeAllowed", false)
                .roles(ApiRole.VIEW)
                .createIn(realm);
        client.api().get("/Services").expectError(403, 20403);
        client.bearer().get("/Services").expectError(403, 20403);

        new ManagementRoles(realm).addToScope(client.uuid(), ApiRole.VIEW);

        client.api().get("/Services").expect(200);
        client.bearer().get("/Services").expect(200);
    }

    @Test
    void isPartOfWhatRealmAdministratorsMay() {
        VerifyApi administrator = realm.api("realm-admin");

        administrator.get("/Services").expect(200);
        administrator
                .delete("/Services/" + administrator.addService("By admin"))
                .expect(204);
    }

    private static String filled(String path) {
        return path.replace("{entity}", factor.entity())
                .replace("{service}", factor.entity().split("/", -1)[2])
                .replace("{identity}", factor.user().id())
                .replace("{factor}", factor.sid())
                .replace("{challenge}", challenge);
    }
}
