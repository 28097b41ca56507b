package io.verifytotp.keycloak.it.setup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.ApiRequest;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.realm.FlowEditor;
import io.verifytotp.keycloak.it.support.realm.Recipes;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Setting a realm up with levels of authentication: twice, in other modes, taking it back, and what is refused. */
class SetupLevelsIT {
    private static final String COPY = "browser - Verify TOTP";

    @AutoClose
    private final TestRealm realm = PlainRealm.on(SharedKeycloak.get());

    private final SetupCalls calls = SetupCalls.of(realm);

    private ApiReply levels(String... more) {
        return calls.api().post("/Setup", Form.of("Levels", "true").and(more));
    }

    @Test
    void levelsAloneChangeTheBrowserFlowOnly() {
        Map<String, JsonNode> before = RealmState.of(realm);
        List<String> announced = SetupCalls.changes(levels("DryRun", "true"));
        assertThat(RealmState.of(realm)).isEqualTo(before);

        ApiReply reply = levels().expect(200);

        assertThat(SetupCalls.changes(reply)).isEqualTo(announced).hasSize(2);
        assertThat(announced.get(0))
                .isEqualTo(
                        "Copied the flow 'browser' to '" + COPY + "', with Verify TOTP as level 2 of authentication");
        assertThat(reply.body().get("mode").isNull()).isTrue();
        assertThat(reply.body().get("levels").asBoolean()).isTrue();
        assertThat(asks(reply, "browser")).isEqualTo("nobody");
        Map<String, JsonNode> once = RealmState.of(realm);
        assertThat(SetupCalls.changes(levels())).isEmpty();
        assertThat(RealmState.of(realm)).isEqualTo(once);
        calls.undo();
        assertThat(RealmState.of(realm)).isEqualTo(before);
    }

    @Test
    void withACodeAtEachLoginAllWaysAskEverybody() {
        Map<String, JsonNode> before = RealmState.of(realm);

        ApiReply reply = levels("Mode", "everybody").expect(200);

        assertThat(reply.body().get("mode").asText()).isEqualTo("everybody");
        assertThat(asks(reply, "browser")).isEqualTo("everybody");
        assertThat(asks(reply, "direct-grant")).isEqualTo("everybody");
        assertThat(SetupCalls.changes(levels("Mode", "everybody"))).isEmpty();
        calls.undo();
        assertThat(RealmState.of(realm)).isEqualTo(before);
    }

    @Test
    void levelsComeAndGoWithTheNextCallAndTheOtherFlowsStay() {
        Map<String, JsonNode> before = RealmState.of(realm);
        calls.apply("everybody", "all");

        List<String> added = SetupCalls.changes(levels("Mode", "everybody"));
        List<String> removed = calls.apply("everybody", "all");

        assertThat(added).hasSize(3).allMatch(text -> text.contains("browser"));
        assertThat(removed).hasSize(3).allMatch(text -> text.contains("browser"));
        levels("Mode", "everybody");
        calls.undo();
        assertThat(RealmState.of(realm)).isEqualTo(before);
    }

    /** Nobody who takes a parameter away means that logins are to ask nobody any more. */
    @Test
    void levelsAloneTakeNoCodeFromTheLogin() {
        calls.apply("enrolled", "browser");
        assertRefused(409, "asks enrolled for a code at each login");

        calls.undo();
        levels().expect(200);
        assertThat(asks(calls.post("everybody", "browser"), "browser")).isEqualTo("everybody");
    }

    @Test
    void aRealmThatHasLevelsKeepsThem() {
        Recipes.levels(realm);
        Map<String, JsonNode> before = RealmState.of(realm);

        ApiReply reply = levels();

        assertThat(SetupCalls.changes(reply)).isEmpty();
        assertThat(SetupCalls.unchanged(reply)).anyMatch(text -> text.contains("has levels of authentication already"));
        assertThat(RealmState.of(realm)).isEqualTo(before);
        assertRefused(409, "not everybody", "Mode", "everybody", "Ways", "browser");
    }

    @Test
    void aFlowThatAsksForACodeWithoutLevelsIsNotChanged() {
        Recipes.everybody(realm);

        assertRefused(409, "has a step of Verify TOTP already, but no levels");
    }

    @Test
    void aFlowOfAClientGetsLevelsOrIsNamed() {
        bindAtClient("browser");
        assertThat(SetupCalls.changes(levels()))
                .anyMatch(text -> text.startsWith("Bound '" + COPY + "' as the browser flow of the client '"));
        calls.undo();
        FlowEditor.create(realm, "kiosk").add("REQUIRED", "allow-access-authenticator");
        bindAtClient("kiosk");

        assertRefused(409, "'kiosk', the browser flow of the client '" + TestRealm.CLIENT_ID + "',");
        levels("Ways", "browser").expect(200);
    }

    @Test
    void levelOneLastsAsLongAsTheLongestSession() {
        assertThat(maxAges()).containsExactlyInAnyOrder("36000", "300");
        change(realm -> realm.put("ssoSessionMaxLifespan", 100_000));
        assertThat(maxAges()).containsExactlyInAnyOrder("100000", "300");
        change(realm -> realm.put("rememberMe", true).put("ssoSessionMaxLifespanRememberMe", 200_000));
        assertThat(maxAges()).containsExactlyInAnyOrder("200000", "300");
        change(realm -> realm.put("ssoSessionMaxLifespan", 2_000_000_000));
        assertThat(maxAges()).containsExactlyInAnyOrder("31536000", "300");
        change(realm -> realm.put("ssoSessionMaxLifespan", 60).put("rememberMe", false));
        assertThat(maxAges()).containsExactlyInAnyOrder("36000", "300");
    }

    /** What a new set-up writes into the conditions. */
    private List<String> maxAges() {
        levels().expect(200);
        JsonNode executions = realm.admin()
                .get(realm.path("/authentication/flows/" + COPY.replace(" ", "%20") + "/executions"))
                .expect(200)
                .body();
        List<String> ages = StreamSupport.stream(executions.spliterator(), false)
                .filter(execution ->
                        execution.path("providerId").asText().equals("conditional-level-of-authentication"))
                .map(execution -> execution.get("authenticationConfig").asText())
                .map(id -> realm.admin()
                        .get(realm.path("/authentication/config/" + id))
                        .expect(200)
                        .body())
                .map(config -> config.at("/config/loa-max-age").asText())
                .toList();
        calls.undo();
        return ages;
    }

    @Test
    void namesThatMeanOtherLevelsAreRefused() {
        Map<String, String> reasons = Map.of(
                "{\"2\":1}", "name 2 to another level",
                "{\"silver\":1,\"1\":5}", "name 1 to another level",
                "gold", "can't be read");

        reasons.forEach((mapping, reason) -> {
            attribute(mapping);
            assertRefused(409, reason);
        });
    }

    @Test
    void otherNamesStay() {
        attribute("{\"silver\":1,\"gold\":2}");

        levels().expect(200);

        assertThat(representation().at("/attributes/acr.loa.map").asText()).isEqualTo("{\"silver\":1,\"gold\":2}");
    }

    @Test
    void wrongParameters() {
        Map<String, JsonNode> before = RealmState.of(realm);
        Map<String, String> wrong = new LinkedHashMap<>();
        wrong.put("Levels=yes", "Levels");
        wrong.put("Levels=", "Levels");
        wrong.put("Levels=false", "Mode");
        wrong.put("Levels=true&Levels=true", "Levels");
        wrong.put("levels=true", "levels");
        wrong.put("Levels=true&Mode=enrolled", "Levels");
        wrong.put("Levels=true&Mode=nobody", "Mode");
        wrong.put("Levels=true&Ways=all", "Ways");
        wrong.put("Levels=true&Ways=browser%2Cdirect-grant", "Ways");
        wrong.put("Levels=true&Mode=everybody&Ways=registration", "Levels");
        wrong.put("Levels=true&Providers=other", "Providers");

        wrong.forEach((form, parameter) ->
                calls.api().send(ApiRequest.of("POST", "/Setup").formBody(form)).expectInvalid(parameter));

        assertThat(RealmState.of(realm)).isEqualTo(before);
    }

    private void assertRefused(int status, String reason, String... more) {
        Map<String, JsonNode> before = RealmState.of(realm);

        assertThat(levels(more).expectError(status, 20409).message()).contains(reason);

        assertThat(RealmState.of(realm)).isEqualTo(before);
    }

    private static String asks(ApiReply reply, String way) {
        for (JsonNode one : reply.expect(200).body().get("ways")) {
            if (one.get("way").asText().equals(way)) {
                return one.get("asks").asText();
            }
        }
        throw new AssertionError("No way " + way);
    }

    private void bindAtClient(String flow) {
        String clients = realm.path("/clients");
        ObjectNode client = (ObjectNode) realm.admin()
                .get(clients + "?clientId=" + TestRealm.CLIENT_ID)
                .expect(200)
                .body()
                .get(0);
        client.putObject("authenticationFlowBindingOverrides").put("browser", FlowEditor.id(realm, flow));
        realm.admin().put(clients + '/' + client.get("id").asText(), client).expect(204);
    }

    private ObjectNode representation() {
        return (ObjectNode) realm.admin().get(realm.path("")).expect(200).body();
    }

    private void attribute(String mapping) {
        change(realm -> realm.withObjectProperty("attributes").put("acr.loa.map", mapping));
    }

    private void change(Consumer<ObjectNode> change) {
        ObjectNode changed = representation();
        change.accept(changed);
        realm.admin().put(realm.path(""), changed).expect(204);
    }
}
