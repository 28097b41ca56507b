package io.verifytotp.keycloak.it.ways;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.realm.FlowEditor;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import io.verifytotp.keycloak.it.support.walk.ReportedWay;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Flows of which the report must not say more than it can be sure of. */
@Timeout(60)
class OddFlowsIT {
    private static final String CONFIGURED = "conditional-user-configured";
    private static final String PASSWORD = "auth-username-password-form";
    private static final String CODE = "verify-totp-form";

    @AutoClose
    private final TestRealm realm = RealmBuilder.aRealm().createOn(SharedKeycloak.get());

    private VerifyApi api;
    private FlowEditor flow;

    @BeforeEach
    void createFlow() {
        api = realm.api(ApiRole.MANAGE, "manage-realm");
        flow = FlowEditor.create(realm, "odd");
    }

    @Test
    void aFlowThatHoldsItselfIsUnknownAtOnce() {
        flow.add("ALTERNATIVE", PASSWORD).bind("browserFlow");
        holdsAlso(flow, flow);

        assertThat(browser().asks()).isEqualTo("unknown");
        assertThat(browser().reason()).isEqualTo("The flow holds the sub-flow 'odd' more than once");
    }

    @Test
    void soIsOneThatHoldsAnotherTwice() {
        FlowEditor shared = FlowEditor.create(realm, "shared").add("REQUIRED", PASSWORD);
        holdsAlso(flow, shared);
        holdsAlso(flow, shared);
        flow.bind("browserFlow");

        assertThat(browser().reason()).contains("'shared' more than once");
    }

    @Test
    void theCallRefusesAFlowThatHoldsItself() {
        holdsAlso(flow, flow);
        flow.bind("browserFlow");

        assertThat(api.post("/Setup", Form.of("Mode", "everybody", "Ways", "browser"))
                        .status())
                .isEqualTo(409);
    }

    @Test
    void aConditionOnAnAliasThatTwoFlowsHaveIsUnknown() {
        flow.add("REQUIRED", PASSWORD);
        FlowEditor second = flow.addSubFlow("CONDITIONAL", "second");
        second.add("REQUIRED", CONFIGURED).add("REQUIRED", "allow-access-authenticator");
        flow.addSubFlow("CONDITIONAL", "third")
                .add(
                        "REQUIRED",
                        "conditional-sub-flow-executed",
                        Map.of("flow_to_check", second.alias(), "check_result", "executed"))
                .add("REQUIRED", CODE);
        FlowEditor.create(realm, "copy second");
        realm.admin()
                .post(realm.path("/authentication/flows/odd/copy"), Map.of("newName", "copy"))
                .expect(201);
        realm.admin().put(realm.path(""), Map.of("browserFlow", "copy")).expect(204);

        assertThat(browser().asks()).isNotEqualTo("everybody");
    }

    @Test
    void whoHasAFactorOfAnotherServiceIsNotCounted() {
        String stage = api.addService("Stage");
        flow.add("REQUIRED", PASSWORD);
        flow.addSubFlow("CONDITIONAL", "code")
                .add("REQUIRED", CONFIGURED)
                .add("REQUIRED", CODE, Map.of("service", stage));
        flow.bind("browserFlow");

        assertThat(browser().asks()).isEqualTo("unknown");
        assertThat(browser().reason()).contains("Service");
    }

    @Test
    void theGracePeriodOfTheNamedServiceCounts() {
        String stage = api.addService("Stage");
        flow.add("REQUIRED", PASSWORD).add("REQUIRED", CODE, Map.of("service", stage));
        flow.bind("browserFlow");
        assertThat(browser().asks()).isEqualTo("everybody");

        grantGrace();

        assertThat(browser().asks()).isNotEqualTo("everybody");
    }

    @Test
    void aResetWithoutAMailServerIsAsItWillBeWithOne() {
        realm.admin()
                .put(realm.path(""), Map.of("resetPasswordAllowed", true, "resetCredentialsFlow", "reset credentials"))
                .expect(204);

        assertThat(way("reset-credentials").asks()).isEqualTo("nobody");
    }

    @Test
    void invitationsOfOrganizationsRegisterUsers() {
        realm.admin().put(realm.path(""), Map.of("organizationsEnabled", true)).expect(204);

        assertThat(way("registration").asks()).isEqualTo("nobody");
    }

    private void holdsAlso(FlowEditor above, FlowEditor below) {
        realm.admin()
                .post(
                        realm.path("/authentication/executions"),
                        Map.of(
                                "parentFlow",
                                above.id(),
                                "flowId",
                                below.id(),
                                "authenticatorFlow",
                                true,
                                "requirement",
                                "ALTERNATIVE",
                                "priority",
                                1))
                .expect(201);
    }

    /** The console has the option for the default Service alone; a realm import may bring it. */
    private void grantGrace() {
        var component = realm.admin()
                .get(realm.path("/components?name=Stage"))
                .expect(200)
                .body()
                .get(0);
        ((ObjectNode) component.get("config")).putArray("graceSkips").add("3");
        realm.admin()
                .put(realm.path("/components/" + component.get("id").asText()), component)
                .expect(204);
    }

    private ReportedWay browser() {
        return way("browser");
    }

    private ReportedWay way(String kind) {
        return ReportedWay.all(api).stream()
                .filter(way -> way.way().equals(kind))
                .findFirst()
                .orElseThrow();
    }
}
