package io.verifytotp.keycloak.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;

/** The roles that allow the administration of a realm, those of the Verify API among them. */
record ManagementRoles(TestRealm realm) {
    void grant(String userId, String... names) {
        realm.admin().post(mappings(userId), roles(names)).expect(204);
    }

    void revoke(String userId, String... names) {
        realm.admin().delete(mappings(userId), roles(names)).expect(204);
    }

    /** Lets a client that has no full scope use these roles of whoever it acts for. */
    void addToScope(String clientUuid, String... names) {
        String path = "/clients/" + clientUuid + "/scope-mappings/clients/" + managementClient();
        realm.admin().post(realm.path(path), roles(names)).expect(204);
    }

    private String mappings(String userId) {
        return realm.path("/users/" + userId + "/role-mappings/clients/" + managementClient());
    }

    private List<JsonNode> roles(String... names) {
        return Arrays.stream(names)
                .map(name -> realm.admin()
                        .get(realm.path("/clients/" + managementClient() + "/roles/" + name))
                        .expect(200)
                        .body())
                .toList();
    }

    private String managementClient() {
        return realm.admin()
                .get(realm.path("/clients?clientId=realm-management"))
                .expect(200)
                .body()
                .get(0)
                .get("id")
                .asText();
    }
}
