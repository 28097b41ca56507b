package io.verifytotp.keycloak.it.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.api.ApiClient;
import io.verifytotp.keycloak.it.support.api.ApiClientBuilder;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.MasterCallers;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Permissions for the three calls of {@code /Setup}: every caller needs our role and Keycloak's. */
class SetupAccessIT {
    private static final String MANAGE_REALM = "manage-realm";
    private static final List<Function<VerifyApi, ApiReply>> OPERATIONS = List.of(
            api -> api.get("/Setup"),
            api -> api.post("/Setup", Form.of("Mode", "enrolled", "DryRun", "true")),
            api -> api.delete("/Setup"));

    @AutoClose
    private static TestRealm realm;

    @AutoClose
    private static MasterCallers master;

    @BeforeAll
    static void createRealm() {
        realm = PlainRealm.on(SharedKeycloak.get());
        master = new MasterCallers(realm);
    }

    @Test
    void bothRolesAreEnough() {
        callers(ApiRole.MANAGE, MANAGE_REALM)
                .forEach((name, caller) -> OPERATIONS.forEach(operation ->
                        assertThat(operation.apply(caller).status()).as(name).isEqualTo(200)));
    }

    @Test
    void oneOfThemIsNot() {
        for (String[] roles : new String[][] {
            {ApiRole.MANAGE},
            {ApiRole.MANAGE, "view-realm", "manage-users", "manage-clients", "manage-identity-providers"},
            {MANAGE_REALM},
            {MANAGE_REALM, ApiRole.VIEW, ApiRole.CHALLENGE, ApiRole.HELPDESK},
            {}
        }) {
            callers(roles)
                    .forEach((name, caller) -> OPERATIONS.forEach(operation -> {
                        ApiReply reply = operation.apply(caller).expectError(403, 20403);
                        assertThat(reply.text()).as(name).doesNotContain("browser", "flow");
                    }));
        }
    }

    @Test
    void withoutCredentialsNobodyMay() {
        OPERATIONS.forEach(operation -> operation.apply(VerifyApi.of(realm)).expectError(401, 20003));
    }

    /** A program and a person of the realm, and of the realm of administrators. */
    private static Map<String, VerifyApi> callers(String... roles) {
        Map<String, VerifyApi> callers = new LinkedHashMap<>();
        ApiClient program = ApiClientBuilder.aClient().roles(roles).createIn(realm);
        callers.put("program with its secret", program.api());
        callers.put("program with a token", program.bearer());
        callers.put(
                "person",
                VerifyApi.of(realm).bearer(realm.accessToken(realm.addAdministrator("p-" + UUID.randomUUID(), roles))));
        callers.put("program of master", master.api(master.addProgram(roles)));
        callers.put("person of master", master.api(master.addPerson(roles)));
        return callers;
    }
}
