package io.verifytotp.keycloak.it.support.realm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A flow, or a sub-flow of it, that is edited over the Admin API as the admin console does it: one call for each click.
 */
public final class FlowEditor {
    private final TestRealm realm;
    private final String topLevel;
    private final String alias;

    private FlowEditor(TestRealm realm, String topLevel, String alias) {
        this.realm = realm;
        this.topLevel = topLevel;
        this.alias = alias;
    }

    /** A copy of one of Keycloak's own flows, which can't be edited themselves. */
    public static FlowEditor duplicate(TestRealm realm, String original) {
        String copy = "Copy of " + original;
        realm.admin()
                .post(flow(realm, original) + "/copy", Map.of("newName", copy))
                .expect(201);
        return new FlowEditor(realm, copy, copy);
    }

    /** A flow that is there already and may be edited. */
    public static FlowEditor of(TestRealm realm, String alias) {
        return new FlowEditor(realm, alias, alias);
    }

    /** An empty flow. */
    public static FlowEditor create(TestRealm realm, String alias) {
        realm.admin()
                .post(
                        realm.path("/authentication/flows"),
                        Map.of("alias", alias, "providerId", "basic-flow", "topLevel", true, "builtIn", false))
                .expect(201);
        return new FlowEditor(realm, alias, alias);
    }

    /** The id of the top-level flow of that name. */
    public static String id(TestRealm realm, String alias) {
        for (JsonNode flow : realm.admin()
                .get(realm.path("/authentication/flows"))
                .expect(200)
                .body()) {
            if (flow.get("alias").asText().equals(alias)) {
                return flow.get("id").asText();
            }
        }
        throw new AssertionError("No flow " + alias);
    }

    /** The names of the realm's top-level flows. */
    public static List<String> aliases(TestRealm realm) {
        return realm.admin()
                .get(realm.path("/authentication/flows"))
                .expect(200)
                .body()
                .findValuesAsText("alias");
    }

    public String id() {
        return id(realm, alias);
    }

    public String alias() {
        return alias;
    }

    /** The sub-flow whose name follows the copy's own. */
    public FlowEditor in(String subFlow) {
        return new FlowEditor(realm, topLevel, topLevel + ' ' + subFlow);
    }

    /** The bin of these steps, by provider. */
    public FlowEditor remove(String... providers) {
        List<String> unwanted = Arrays.asList(providers);
        executions(alias)
                .filter(step -> unwanted.contains(step.path("providerId").asText()))
                .forEach(this::delete);
        return this;
    }

    /** The bin of a sub-flow. */
    public FlowEditor removeSubFlow(String subFlow) {
        delete(execution(alias, "displayName", topLevel + ' ' + subFlow));
        return this;
    }

    /** The + icon of a sub-flow, or the button above a flow: the new step stands last. */
    public FlowEditor add(String requirement, String provider) {
        return add(requirement, provider, Map.of());
    }

    /** The same with what its gear asks for. */
    public FlowEditor add(String requirement, String provider, Map<String, String> config) {
        String id = realm.admin()
                .post(flow(realm, alias) + "/executions/execution", Map.of("provider", provider))
                .expect(201)
                .createdId();
        if (!config.isEmpty()) {
            realm.admin()
                    .post(
                            realm.path("/authentication/executions/" + id + "/config"),
                            Map.of("alias", alias + ' ' + provider, "config", config))
                    .expect(201);
        }
        require(execution(alias, "id", id), requirement);
        return this;
    }

    /** The new sub-flow, which stands last. */
    public FlowEditor addSubFlow(String requirement, String subFlow) {
        FlowEditor added = in(subFlow);
        realm.admin()
                .post(
                        flow(realm, alias) + "/executions/flow",
                        Map.of("alias", added.alias, "type", "basic-flow", "provider", "", "description", ""))
                .expect(201);
        require(execution(alias, "displayName", added.alias), requirement);
        return added;
    }

    /** The requirement of a step that is there already. */
    public FlowEditor set(String requirement, String provider) {
        require(execution(alias, "providerId", provider), requirement);
        return this;
    }

    /** <i>Action → Bind flow</i>, such as {@code browserFlow}. */
    public void bind(String binding) {
        realm.admin().put(realm.path(""), Map.of(binding, topLevel)).expect(204);
    }

    private JsonNode execution(String in, String field, String value) {
        return executions(in)
                .filter(step -> step.path(field).asText().equals(value))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No step with " + field + ' ' + value + " in " + in));
    }

    private Stream<JsonNode> executions(String of) {
        JsonNode all =
                realm.admin().get(flow(realm, of) + "/executions").expect(200).body();
        return StreamSupport.stream(all.spliterator(), false);
    }

    private void require(JsonNode execution, String requirement) {
        realm.admin()
                .put(flow(realm, alias) + "/executions", ((ObjectNode) execution).put("requirement", requirement))
                .expect(204);
    }

    private void delete(JsonNode execution) {
        realm.admin()
                .delete(realm.path(
                        "/authentication/executions/" + execution.get("id").asText()))
                .expect(204);
    }

    private static String flow(TestRealm realm, String alias) {
        return realm.path("/authentication/flows/" + alias.replace(" ", "%20"));
    }
}
