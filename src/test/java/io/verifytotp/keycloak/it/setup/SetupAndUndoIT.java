package io.verifytotp.keycloak.it.setup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.Json;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.realm.FlowEditor;
import io.verifytotp.keycloak.it.support.realm.Recipes;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Setting a realm up, doing it twice, trying it without effect, and taking it back. */
class SetupAndUndoIT {
    private static final String COPY = "browser - Verify TOTP";

    @AutoClose
    private final TestRealm realm = PlainRealm.on(SharedKeycloak.get());

    private SetupCalls calls;

    @BeforeEach
    void addProviders() {
        for (String alias : List.of("one", "two")) {
            realm.admin()
                    .post(
                            realm.path("/identity-provider/instances"),
                            Map.of("alias", alias, "providerId", "github", "enabled", true))
                    .expect(201);
        }
        calls = SetupCalls.of(realm);
    }

    @ParameterizedTest
    @ValueSource(strings = {"everybody", "enrolled"})
    void aDryRunSaysWhatIsDoneAndChangesNothing(String mode) {
        Map<String, JsonNode> before = RealmState.of(realm);

        List<String> announced = calls.dryRun(mode, "all");

        assertThat(RealmState.of(realm)).isEqualTo(before);
        assertThat(realm.admin().adminEvents(realm.name()).findValuesAsText("representation"))
                .noneMatch(text -> text.contains("\"change\""));
        assertThat(calls.apply(mode, "all")).isEqualTo(announced).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"everybody", "enrolled"})
    void twiceIsOnceAndTheUndoingLeavesNoTrace(String mode) {
        Map<String, JsonNode> before = RealmState.of(realm);
        calls.apply(mode, "all");
        Map<String, JsonNode> once = RealmState.of(realm);

        List<String> again = calls.apply(mode, "all");

        assertThat(again).isEmpty();
        assertThat(RealmState.of(realm)).isEqualTo(once).isNotEqualTo(before);
        assertThat(SetupCalls.changes(calls.undo())).isNotEmpty();
        assertThat(RealmState.of(realm)).isEqualTo(before);
        assertThat(SetupCalls.changes(calls.undo())).isEmpty();
    }

    @Test
    void eachWayByItselfCanBeAddedAndAllTakenBackAtOnce() {
        Map<String, JsonNode> before = RealmState.of(realm);

        for (String way : List.of(
                "browser",
                "client-overrides",
                "registration",
                "reset-credentials",
                "direct-grant",
                "first-broker-login",
                "post-broker-login")) {
            calls.apply("everybody", way);
        }

        assertThat(calls.apply("everybody", "all")).isEmpty();
        calls.undo();
        assertThat(RealmState.of(realm)).isEqualTo(before);
    }

    @Test
    void theOtherModeReplacesTheCopies() {
        Map<String, JsonNode> before = RealmState.of(realm);
        calls.apply("enrolled", "all");

        List<String> changes = calls.apply("everybody", "all");

        assertThat(changes).anyMatch(text -> text.startsWith("Removed the flow '" + COPY));
        assertThat(calls.apply("everybody", "all")).isEmpty();
        calls.undo();
        assertThat(RealmState.of(realm)).isEqualTo(before);
    }

    @Test
    void theOtherModeTakesTheDefaultActionBack() {
        Map<String, JsonNode> before = RealmState.of(realm);
        calls.apply("everybody", "all");
        assertThat(isDefaultAction()).isTrue();

        List<String> changes = calls.apply("enrolled", "all");

        assertThat(changes).contains("Made verify-totp-enroll no default action");
        assertThat(isDefaultAction()).isFalse();
        assertThat(calls.apply("enrolled", "all")).isEmpty();
        calls.undo();
        assertThat(RealmState.of(realm)).isEqualTo(before);
    }

    @Test
    void theDefaultActionOfSomebodyElseStaysInBothModes() {
        Recipes.newAccounts(realm);
        calls.apply("everybody", "registration");

        ApiReply enrolled = calls.post("enrolled", "registration");

        assertThat(SetupCalls.changes(enrolled)).isEmpty();
        assertThat(SetupCalls.unchanged(enrolled))
                .singleElement()
                .asString()
                .contains("verify-totp-enroll is a default action")
                .contains("new accounts set a factor up");
        calls.undo();
        assertThat(isDefaultAction()).isTrue();
    }

    private boolean isDefaultAction() {
        return realm.admin()
                .get(realm.path("/authentication/required-actions/verify-totp-enroll"))
                .expect(200)
                .body()
                .get("defaultAction")
                .asBoolean();
    }

    @Test
    void theProvidersThatGetAFlowCanBeNamed() {
        calls.apply("everybody", "post-broker-login", "Providers", "two");

        assertThat(provider("one").path("postBrokerLoginFlowAlias").asText()).isEmpty();
        assertThat(provider("two").path("postBrokerLoginFlowAlias").asText())
                .isEqualTo("Post broker login - Verify TOTP");
        calls.post("everybody", "post-broker-login", "Providers", "two,three").expectInvalid("Providers");
    }

    @Test
    void aCopyThatSomebodyChangedStaysAndIsNamed() {
        calls.apply("everybody", "browser");
        FlowEditor.of(realm, COPY).set("REQUIRED", "auth-cookie").set("ALTERNATIVE", "auth-cookie");
        FlowEditor.of(realm, COPY).set("ALTERNATIVE", "auth-spnego");

        ApiReply undone = calls.undo();

        assertThat(SetupCalls.unchanged(undone)).anyMatch(text -> text.contains("'" + COPY + "' stays"));
        assertThat(flow("browserFlow")).isEqualTo("browser");
        assertThat(FlowEditor.aliases(realm)).contains(COPY);
    }

    @Test
    void aBindingThatSomebodyChangedStays() {
        calls.apply("everybody", "browser");
        Recipes.everybody(realm);

        ApiReply undone = calls.undo();

        assertThat(SetupCalls.unchanged(undone)).anyMatch(text -> text.contains("was changed since"));
        assertThat(flow("browserFlow")).isEqualTo("Copy of browser");
        assertThat(FlowEditor.aliases(realm)).doesNotContain(COPY);
    }

    @Test
    void anEventTellsOfEachChange() {
        List<String> changes = calls.apply("everybody", "all");

        List<String> told = realm.admin().adminEvents(realm.name()).findValuesAsText("representation").stream()
                .filter(text -> text.contains("\"change\""))
                .map(text -> Json.parse(text).get("change").asText())
                .toList();
        assertThat(told).containsExactlyInAnyOrderElementsOf(changes);
    }

    private JsonNode provider(String alias) {
        return realm.admin()
                .get(realm.path("/identity-provider/instances/" + alias))
                .expect(200)
                .body();
    }

    private String flow(String binding) {
        return realm.admin().get(realm.path("")).expect(200).body().get(binding).asText();
    }
}
