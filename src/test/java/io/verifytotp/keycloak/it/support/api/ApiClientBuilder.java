package io.verifytotp.keycloak.it.support.api;

import io.verifytotp.keycloak.it.support.realm.TestRealm;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Describes a client of the Verify API: confidential and with a service account, unless told otherwise. */
public final class ApiClientBuilder {
    private final Map<String, Object> client = new HashMap<>();
    private String[] roles = {};

    private ApiClientBuilder() {}

    public static ApiClientBuilder aClient() {
        return new ApiClientBuilder()
                .with("clientId", "backend-" + UUID.randomUUID())
                .with("publicClient", false)
                .with("serviceAccountsEnabled", true)
                .with("standardFlowEnabled", false)
                .with("secret", UUID.randomUUID().toString());
    }

    /** Any attribute of Keycloak's client representation. */
    public ApiClientBuilder with(String attribute, Object value) {
        client.put(attribute, value);
        return this;
    }

    /** What the service account may do, by roles of the realm's management client. */
    public ApiClientBuilder roles(String... names) {
        roles = Arrays.copyOf(names, names.length);
        return this;
    }

    public ApiClient createIn(TestRealm realm) {
        String uuid =
                realm.admin().post(realm.path("/clients"), client).expect(201).createdId();
        ApiClient created = new ApiClient(realm, uuid, (String) client.get("clientId"), (String) client.get("secret"));
        if (roles.length > 0) {
            new ManagementRoles(realm).grant(created.serviceAccount(), roles);
        }
        return created;
    }
}
