package io.verifytotp.keycloak.it.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.ManagementRoles;
import io.verifytotp.keycloak.it.support.db.Database;
import io.verifytotp.keycloak.it.support.http.AdminApi;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.KeyRingFile;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import io.verifytotp.keycloak.it.support.server.OperatorKeys;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A realm from the time before a role of the API existed gets that role, and its administrators have it. */
@Tag("thorough")
class ExistingRealmRolesIT {
    private static final List<String> FORMER = List.of(ApiRole.VIEW, ApiRole.CHALLENGE, ApiRole.MANAGE);

    @Test
    void atStartUp() throws SQLException {
        try (KeycloakServer server = KeycloakServer.named("existing-roles")
                .databaseFile()
                .option("db-username", "sa")
                .option("db-password", "password")
                .option(
                        OperatorKeys.OPTION,
                        KeyRingFile.create("existing-roles").toString())
                .start()) {
            TestRealm realm = RealmBuilder.aRealm().createOn(server);
            List<String> roles = both(realm).stream()
                    .map(management ->
                            management.roles(ApiRole.HELPDESK).get(0).get("id").asText())
                    .toList();

            server.stop();
            removeFromTheDatabase(server, roles);
            server.start();

            assertThatTheRoleIsThere(realm);
        }
    }

    @Test
    void atImport() {
        String name = "it-" + UUID.randomUUID();
        AdminApi admin = new AdminApi(SharedKeycloak.get());
        List<Map<String, String>> roles =
                FORMER.stream().map(role -> Map.of("name", role)).toList();
        admin.createRealm(
                Map.of("realm", name, "enabled", true, "roles", Map.of("client", Map.of("realm-management", roles))));

        try (TestRealm realm = new TestRealm(SharedKeycloak.get(), admin, name)) {
            assertThatTheRoleIsThere(realm);
        }
    }

    /** Keycloak makes the roles that a realm's file names, before the extension hears of that realm. */
    @Test
    void aRoleThatTheFileNamesIsLikeTheOthers() {
        String name = "it-" + UUID.randomUUID();
        AdminApi admin = new AdminApi(SharedKeycloak.get());
        Map<String, Object> serviceAccount = Map.of(
                "username",
                "service-account-shop",
                "serviceAccountClientId",
                "shop",
                "clientRoles",
                Map.of("realm-management", List.of(ApiRole.CHALLENGE)));
        admin.createRealm(Map.of(
                "realm",
                name,
                "enabled",
                true,
                "clients",
                List.of(Map.of("clientId", "shop", "serviceAccountsEnabled", true)),
                "users",
                List.of(serviceAccount)));

        try (TestRealm realm = new TestRealm(SharedKeycloak.get(), admin, name)) {
            assertThat(new ManagementRoles(realm)
                            .roles(ApiRole.CHALLENGE)
                            .get(0)
                            .path("description")
                            .asText())
                    .isEqualTo("Make and answer Challenges of Verify TOTP, and read its Factors");
            assertThat(ofRealmAdmin(realm)).contains(ApiRole.CHALLENGE);
        }
    }

    /** Keycloak itself lets nobody remove roles of these clients. */
    private static void removeFromTheDatabase(KeycloakServer stopped, List<String> roles) throws SQLException {
        try (Database database = Database.of(stopped)) {
            for (String role : roles) {
                database.change("delete from COMPOSITE_ROLE where CHILD_ROLE = ?", role);
                database.change("delete from KEYCLOAK_ROLE where ID = ?", role);
            }
        }
    }

    private static void assertThatTheRoleIsThere(TestRealm realm) {
        for (ManagementRoles management : both(realm)) {
            assertThat(management.names()).containsAll(FORMER).contains(ApiRole.HELPDESK);
        }
        assertThat(ofRealmAdmin(realm)).contains(ApiRole.HELPDESK);
        assertThat(composites(
                        realm,
                        "/master/roles/admin/composites/clients/"
                                + ManagementRoles.inMaster(realm).managementClient()))
                .contains(ApiRole.HELPDESK);
    }

    private static List<ManagementRoles> both(TestRealm realm) {
        return List.of(new ManagementRoles(realm), ManagementRoles.inMaster(realm));
    }

    private static List<String> ofRealmAdmin(TestRealm realm) {
        return composites(
                realm,
                realm.path(
                        "/clients/" + new ManagementRoles(realm).managementClient() + "/roles/realm-admin/composites"));
    }

    private static List<String> composites(TestRealm realm, String path) {
        return realm.admin().get(path).expect(200).body().findValuesAsText("name");
    }
}
