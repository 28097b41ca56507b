package io.verifytotp.keycloak.it.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verifytotp.keycloak.it.support.Json;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** All that Keycloak tells about a realm: its export, its flows step by step with their options, and what binds them. */
public final class RealmState {
    private final TestRealm realm;
    private final Map<String, JsonNode> parts = new TreeMap<>();

    private RealmState(TestRealm realm) {
        this.realm = realm;
    }

    public static Map<String, JsonNode> of(TestRealm realm) {
        RealmState state = new RealmState(realm);
        state.put("export", state.export());
        state.put("realm", state.get(""));
        state.put("clients", state.get("/clients?max=1000"));
        state.put("providers", state.get("/identity-provider/instances?max=1000"));
        state.put("actions", state.get("/authentication/required-actions"));
        JsonNode flows = state.get("/authentication/flows");
        state.put("flows", flows);
        // Keycloak's own flows can't be changed.
        flows.forEach(flow -> {
            if (!flow.get("builtIn").asBoolean()) {
                state.steps(flow.get("alias").asText());
            }
        });
        return state.parts;
    }

    private void steps(String alias) {
        if (alias.contains("/")) {
            return; // such a flow has no address; the export has it
        }
        String encoded = URLEncoder.encode(alias, StandardCharsets.UTF_8).replace("+", "%20");
        // A step of an extension that is gone has no description, and its flow is told by the export alone.
        JsonNode steps = realm.admin()
                .get(realm.path("/authentication/flows/" + encoded + "/executions"))
                .body();
        parts.put("steps of " + alias, steps);
        steps.findValuesAsText("authenticationConfig")
                .forEach(id -> parts.put("options " + id, get("/authentication/config/" + id)));
    }

    private JsonNode export() {
        String path = "/partial-export?exportClients=true&exportGroupsAndRoles=true";
        return realm.admin().post(realm.path(path), Map.of()).expect(200).body();
    }

    private JsonNode get(String path) {
        return realm.admin().get(realm.path(path)).expect(200).body();
    }

    private void put(String name, JsonNode part) {
        parts.put(name, sorted(part));
    }

    /** The order of elements that have none is not the same twice. */
    private static JsonNode sorted(JsonNode node) {
        if (node.isArray()) {
            ArrayNode array = Json.parse("[]").deepCopy();
            StreamSupport.stream(node.spliterator(), false)
                    .map(RealmState::sorted)
                    .sorted(Comparator.comparing(JsonNode::toString))
                    .forEach(array::add);
            return array;
        }
        if (node.isObject()) {
            ObjectNode object = Json.parse("{}").deepCopy();
            Map<String, JsonNode> fields = new TreeMap<>();
            node.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
            fields.forEach(object::set);
            return object;
        }
        return node;
    }
}
