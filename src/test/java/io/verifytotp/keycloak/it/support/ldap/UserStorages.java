package io.verifytotp.keycloak.it.support.ldap;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import java.util.List;
import java.util.Map;

/** Storages of users beside Keycloak's own. */
public final class UserStorages {
    public static final String TYPE = "org.keycloak.storage.UserStorageProvider";

    private UserStorages() {}

    /** The id of the new component. */
    public static String add(TestRealm realm, String provider, Map<String, List<String>> config) {
        String parent =
                realm.admin().get(realm.path("")).expect(200).body().get("id").asText();
        return realm.admin()
                .post(
                        realm.path("/components"),
                        Map.of(
                                "name",
                                provider,
                                "providerId",
                                provider,
                                "providerType",
                                TYPE,
                                "parentId",
                                parent,
                                "config",
                                config))
                .expect(201)
                .createdId();
    }

    /** The id of the only one. */
    public static String only(TestRealm realm) {
        JsonNode storages = realm.admin()
                .get(realm.path("/components?type=" + TYPE))
                .expect(200)
                .body();
        if (storages.size() != 1) {
            throw new AssertionError("Not one storage: " + storages);
        }
        return storages.get(0).get("id").asText();
    }

    public static void remove(TestRealm realm, String component) {
        realm.admin().delete(realm.path("/components/" + component)).expect(204);
    }
}
