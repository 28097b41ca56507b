package io.verifytotp.keycloak.it.support.api;

import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Keycloak's fine-grained permissions in a realm with the attribute {@code adminPermissionsEnabled}. */
public record FineGrainedPermissions(TestRealm realm) {
    /**
     * Lets these administrators do one thing ({@code view}, {@code manage}) with these users. A second permission for
     * the same thing would have to permit it as well.
     */
    public void permit(String scope, List<TestUser> administrators, List<TestUser> users) {
        String policy = create("policy/user", Map.of("name", name(), "users", ids(administrators)));
        create(
                "permission/scope",
                Map.of(
                        "name",
                        name(),
                        "resourceType",
                        "Users",
                        "resources",
                        ids(users),
                        "scopes",
                        List.of(scope),
                        "policies",
                        List.of(policy)));
    }

    private String create(String kind, Object body) {
        String client = new ManagementRoles(realm, "admin-permissions").managementClient();
        return realm.admin()
                .post(realm.path("/clients/" + client + "/authz/resource-server/" + kind), body)
                .expect(201)
                .body()
                .get("id")
                .asText();
    }

    private static List<String> ids(List<TestUser> users) {
        return users.stream().map(TestUser::id).toList();
    }

    private static String name() {
        return "test-" + UUID.randomUUID();
    }
}
