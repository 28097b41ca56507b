package io.verifytotp.keycloak.it.setup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.api.ApiClient;
import io.verifytotp.keycloak.it.support.api.MasterCallers;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.realm.FlowEditor;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The command in an answer, for administrators who can't log in any more. */
class WayBackIT {
    @AutoClose
    private final TestRealm realm = PlainRealm.on(SharedKeycloak.get());

    private final SetupCalls calls = SetupCalls.of(realm);

    private String command(String options) {
        return "./kcadm.sh update realms/" + realm.name() + options;
    }

    @Test
    void bindsTheBrowserFlowOfBefore() {
        calls.apply("everybody", "browser");

        assertThat(calls.post("everybody", "browser").field("wayBack")).isEqualTo(command(" -s browserFlow=browser"));
        assertThat(calls.undo().field("wayBack")).isEqualTo(command(" -s browserFlow=browser"));
    }

    @Test
    void bindsAllFlowsOfTheRealmThatTheCallHasReplaced() {
        String all = command(" -s browserFlow=browser -s 'directGrantFlow=direct grant'"
                + " -s 'resetCredentialsFlow=reset credentials' -s 'firstBrokerLoginFlow=first broker login'");

        assertThat(calls.post("everybody", "all", "DryRun", "true").field("wayBack"))
                .isEqualTo(all);
        assertThat(calls.post("everybody", "all").field("wayBack")).isEqualTo(all);
        assertThat(calls.post("enrolled", "browser").field("wayBack")).isEqualTo(all);
        assertThat(calls.undo().field("wayBack")).isEqualTo(all);
    }

    /** The record says of the client alone what was bound there before. */
    @Test
    void namesTheOriginalOfACopyThatSomebodyHasBoundForTheRealm() {
        FlowEditor own = FlowEditor.duplicate(realm, "browser");
        Map<String, Object> client = new HashMap<>(PlainRealm.client("A"));
        client.put("authenticationFlowBindingOverrides", Map.of("browser", own.id()));
        realm.admin().post(realm.path("/clients"), client).expect(201);
        calls.apply("everybody", "client-overrides");
        FlowEditor.of(realm, own.alias() + " - Verify TOTP").bind("browserFlow");

        assertThat(calls.post("everybody", "browser").field("wayBack"))
                .isEqualTo(command(" -s 'browserFlow=Copy of browser'"));
    }

    /** By the role that {@code bootstrap-admin service} gives. */
    @Test
    void theRescueOfTheServerMayTakeTheSetUpOfItsRealmBack() {
        TestRealm master = realm.master();
        try (MasterCallers callers = new MasterCallers(master)) {
            ApiClient rescue = callers.addProgram();
            JsonNode admin =
                    master.admin().get(master.path("/roles/admin")).expect(200).body();
            String path = master.path("/users/" + rescue.serviceAccount() + "/role-mappings/realm");
            master.admin().post(path, List.of(admin)).expect(204);

            callers.api(rescue).delete("/Setup?DryRun=true").expect(200);
        }
    }

    /** There kcadm.sh logs in, with the direct grant that may ask for a code by then. */
    @Test
    void namesTheProcedureWithoutALoginInTheRealmOfAdministrators() {
        try (MasterCallers callers = new MasterCallers(realm.master())) {
            VerifyApi master = callers.api(callers.addProgram("manage-verify-totp", "manage-realm"));
            Form form = Form.of("Mode", "everybody", "Ways", "browser,direct-grant", "DryRun", "true");

            assertThat(master.post("/Setup", form).expect(200).field("wayBack"))
                    .startsWith("./kcadm.sh update realms/master -s browserFlow=browser"
                            + " -s 'directGrantFlow=direct grant' # ")
                    .contains("bootstrap-admin service");
        }
        assertThat(calls.post("everybody", "browser").field("wayBack")).doesNotContain("bootstrap-admin");
    }
}
