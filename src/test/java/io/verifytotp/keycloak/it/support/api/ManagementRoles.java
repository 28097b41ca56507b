package io.verifytotp.keycloak.it.support.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import java.util.Arrays;
import java.util.List;

/**
 * The roles that allow the administration of a realm, those of the Verify API among them.
 *
 * @param home realm of the users who get them
 * @param clientId whose roles they are
 */
public record ManagementRoles(TestRealm home, String clientId) {
    /** For users of the realm itself. */
    public ManagementRoles(TestRealm realm) {
        this(realm, "realm-management");
    }

    /** For users of the realm master who administer that realm. */
    public static ManagementRoles inMaster(TestRealm managed) {
        return new ManagementRoles(managed.master(), managed.name() + "-realm");
    }

    public void grant(String userId, String... names) {
        if (names.length > 0) {
            home.admin().post(mappings(userId), roles(names)).expect(204);
        }
    }

    public void revoke(String userId, String... names) {
        home.admin().delete(mappings(userId), roles(names)).expect(204);
    }

    /** The names of all roles that there are. */
    public List<String> names() {
        return home.admin()
                .get(home.path("/clients/" + managementClient() + "/roles"))
                .expect(200)
                .body()
                .findValuesAsText("name");
    }

    /** Lets a client that has no full scope use these roles of whoever it acts for. */
    public void addToScope(String clientUuid, String... names) {
        String path = "/clients/" + clientUuid + "/scope-mappings/clients/" + managementClient();
        home.admin().post(home.path(path), roles(names)).expect(204);
    }

    /** As Keycloak represents roles. */
    public List<JsonNode> roles(String... names) {
        return Arrays.stream(names)
                .map(name -> home.admin()
                        .get(home.path("/clients/" + managementClient() + "/roles/" + name))
                        .expect(200)
                        .body())
                .toList();
    }

    /** The client's UUID. */
    public String managementClient() {
        return home.admin()
                .get(home.path("/clients?clientId=" + clientId))
                .expect(200)
                .body()
                .get(0)
                .get("id")
                .asText();
    }

    private String mappings(String userId) {
        return home.path("/users/" + userId + "/role-mappings/clients/" + managementClient());
    }
}
