package io.verifytotp.keycloak.it.setup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.realm.FlowEditor;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Copies that something else of the realm uses by now: they stay and are named, whatever a call takes back. */
class CopiesInUseIT {
    private static final String COPY = "browser - Verify TOTP";
    private static final String SECOND_FACTORS = "Browser - Conditional 2FA - Verify TOTP";

    @AutoClose
    private final TestRealm realm = PlainRealm.on(SharedKeycloak.get());

    private final SetupCalls calls = SetupCalls.of(realm);

    @Test
    void theUndoingLeavesACopyThatAClientPolicyNames() {
        calls.apply("everybody", "browser");
        enforce(COPY, true);

        List<String> unchanged = SetupCalls.unchanged(calls.undo());

        assertThat(unchanged).anyMatch(text -> text.contains("'" + COPY + "' stays") && text.contains("client policy"));
        assertThat(FlowEditor.aliases(realm)).contains(COPY);
        assertThat(bound("browserFlow")).isEqualTo("browser");
    }

    /** It may be switched on again at any time. */
    @Test
    void thePolicyCountsWhileItIsOff() {
        calls.apply("everybody", "browser");
        enforce(COPY, false);

        assertThat(SetupCalls.unchanged(calls.undo())).anyMatch(text -> text.contains("'" + COPY + "' stays"));
        assertThat(FlowEditor.aliases(realm)).contains(COPY);
    }

    @Test
    void aPolicyMayNameAPartOfTheCopy() {
        calls.apply("everybody", "browser");
        enforce(SECOND_FACTORS, true);

        assertThat(SetupCalls.unchanged(calls.undo())).anyMatch(text -> text.contains("'" + COPY + "' stays"));
        assertThat(FlowEditor.aliases(realm)).contains(COPY);
    }

    @Test
    void theOtherModeLeavesACopyThatAClientPolicyNames() {
        calls.apply("everybody", "browser");
        enforce(COPY, true);

        List<String> unchanged = SetupCalls.unchanged(calls.post("enrolled", "browser"));

        assertThat(unchanged).anyMatch(text -> text.contains("'" + COPY + "' stays"));
        assertThat(bound("browserFlow")).isEqualTo(COPY + " 2");
        assertThat(FlowEditor.aliases(realm)).contains(COPY);
        calls.apply("everybody", "browser");
        assertThat(bound("browserFlow")).isEqualTo(COPY);
    }

    @Test
    void theUndoingLeavesACopyOfWhichAnotherFlowHasAPart() {
        calls.apply("everybody", "browser");
        FlowEditor other = FlowEditor.create(realm, "other");
        share(SECOND_FACTORS, other);

        List<String> unchanged = SetupCalls.unchanged(calls.undo());

        assertThat(unchanged).anyMatch(text -> text.contains("'" + COPY + "' stays") && text.contains("'other'"));
        assertThat(steps("other"))
                .anyMatch(step -> step.path("displayName").asText().equals(SECOND_FACTORS))
                .anyMatch(step -> step.path("providerId").asText().equals("verify-totp-form"));
        assertThat(FlowEditor.aliases(realm)).contains(COPY);
    }

    @Test
    void aFlowThatNamesAPartThatIsGoneIsNamed() {
        FlowEditor lender = FlowEditor.duplicate(realm, "browser");
        FlowEditor borrower = FlowEditor.create(realm, "borrower").add("REQUIRED", "auth-username-password-form");
        share(lender.in("forms").alias(), borrower);
        borrower.bind("browserFlow");
        realm.admin().delete(realm.path("/authentication/flows/" + lender.id())).expect(204);

        String message =
                calls.post("everybody", "browser").expectError(409, 20409).message();

        assertThat(message)
                .contains("the browser flow of the realm")
                .contains("'borrower'")
                .contains("step 2")
                .contains("a sub-flow that does not exist");
    }

    /** Damage to a copy must not keep the realm in the state that it has. */
    @Test
    void aCopyThatCanNotBeReadDoesNotHinderTheUndoing() {
        calls.apply("everybody", "browser");
        FlowEditor lender = FlowEditor.duplicate(realm, "browser");
        share(lender.in("forms").alias(), FlowEditor.of(realm, COPY));
        realm.admin().delete(realm.path("/authentication/flows/" + lender.id())).expect(204);

        assertThat(SetupCalls.unchanged(calls.undo())).anyMatch(text -> text.contains("'" + COPY + "' stays"));
        assertThat(bound("browserFlow")).isEqualTo("browser");
    }

    private void enforce(String alias, boolean enabled) {
        Map<String, Object> executor = Map.of(
                "executor",
                "auth-flow-enforcer",
                "configuration",
                Map.of("auth-flow-alias", alias, "auth-flow-loa", 1));
        put("profiles", Map.of("name", "enforcing", "executors", List.of(executor)));
        put(
                "policies",
                Map.of(
                        "name",
                        "all clients",
                        "enabled",
                        enabled,
                        "conditions",
                        List.of(Map.of("condition", "any-client", "configuration", Map.of())),
                        "profiles",
                        List.of("enforcing")));
    }

    private void put(String kind, Map<String, Object> one) {
        realm.admin()
                .put(realm.path("/client-policies/" + kind), Map.of(kind, List.of(one)))
                .expect(204);
    }

    /** Lets another flow execute a sub-flow as well, which Keycloak's Admin API allows. */
    private void share(String subFlow, FlowEditor with) {
        String id = StreamSupport.stream(
                        realm.admin()
                                .get(realm.path("/authentication/flows"))
                                .expect(200)
                                .body()
                                .spliterator(),
                        false)
                .flatMap(flow -> steps(flow.get("alias").asText()).stream())
                .filter(step -> step.path("displayName").asText().equals(subFlow) && step.has("flowId"))
                .map(step -> step.get("flowId").asText())
                .findFirst()
                .orElseThrow();
        Map<String, Object> step =
                Map.of("parentFlow", with.id(), "flowId", id, "requirement", "CONDITIONAL", "authenticatorFlow", true);
        realm.admin().post(realm.path("/authentication/executions"), step).expect(201);
    }

    private List<JsonNode> steps(String alias) {
        JsonNode steps = realm.admin()
                .get(realm.path("/authentication/flows/" + alias.replace(" ", "%20") + "/executions"))
                .expect(200)
                .body();
        return StreamSupport.stream(steps.spliterator(), false).toList();
    }

    private String bound(String binding) {
        return realm.admin().get(realm.path("")).expect(200).body().get(binding).asText();
    }
}
