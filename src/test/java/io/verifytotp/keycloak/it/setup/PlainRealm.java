package io.verifytotp.keycloak.it.setup;

import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.http.AdminApi;
import io.verifytotp.keycloak.it.support.http.Callback;
import io.verifytotp.keycloak.it.support.realm.FastRealm;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.KeycloakUnderTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A realm as an administrator makes it: with Keycloak's own flows, and one public client. */
public final class PlainRealm {
    private PlainRealm() {}

    public static TestRealm on(KeycloakUnderTest keycloak) {
        return on(keycloak, Map.of());
    }

    /** With more attributes of Keycloak's realm representation. */
    public static TestRealm on(KeycloakUnderTest keycloak, Map<String, Object> more) {
        Map<String, Object> realm = new HashMap<>(FastRealm.SETTINGS);
        realm.put("realm", "it-" + UUID.randomUUID());
        realm.put("enabled", true);
        realm.put("adminEventsEnabled", true);
        realm.put("adminEventsDetailsEnabled", true);
        realm.put("clients", List.of(client(TestRealm.CLIENT_ID)));
        realm.putAll(more);
        AdminApi admin = new AdminApi(keycloak);
        admin.createRealm(realm);
        TestRealm created = new TestRealm(keycloak, admin, (String) realm.get("realm"));
        created.configureEnrollment(Map.of("notifyUsers", "off"));
        return created;
    }

    public static Map<String, Object> client(String clientId) {
        return Map.of(
                "clientId",
                clientId,
                "publicClient",
                true,
                "directAccessGrantsEnabled",
                true,
                "redirectUris",
                List.of(Callback.uri()));
    }

    /** The API as a program that may set the realm up calls it. */
    public static VerifyApi api(TestRealm realm) {
        return realm.api(ApiRole.MANAGE, "manage-realm");
    }
}
