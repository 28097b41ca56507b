package io.verifytotp.keycloak.it.operate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verifytotp.keycloak.it.support.Json;
import io.verifytotp.keycloak.it.support.http.Encoded;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The requests that Terraform's provider for Keycloak makes for a plan, resource by resource. It keeps the ids of what it has
 * made, as Terraform does.
 */
final class Terraform {
    private static final Pattern RESOURCE = Pattern.compile("(?ms)^resource \"(\\w+)\" \"(\\w+)\" \\{\n(.*?)^\\}");
    private static final Pattern OPTIONS = Pattern.compile("(?ms)^  config = \\{\n(.*?)^  \\}\n");
    private static final Pattern VALUE = Pattern.compile("(?m)^ +\"?([\\w.]+)\"? += \"?([^\"\n]+)\"?$");

    private final TestRealm realm;
    private final Map<String, Resource> plan = new LinkedHashMap<>();
    private final Map<String, String> ids = new HashMap<>();

    private record Resource(String type, Map<String, String> values, Map<String, String> config) {
        String get(String name) {
            return values.get(name);
        }
    }

    Terraform(TestRealm realm, String plan) {
        this.realm = realm;
        Matcher resources = RESOURCE.matcher(plan);
        while (resources.find()) {
            Matcher config = OPTIONS.matcher(resources.group(3));
            Map<String, String> options = config.find() ? values(config.group(1)) : Map.of();
            String name = resources.group(1) + '.' + resources.group(2);
            this.plan.put(name, new Resource(resources.group(1), values(config.replaceAll("")), options));
        }
    }

    private static Map<String, String> values(String block) {
        Map<String, String> values = new LinkedHashMap<>();
        VALUE.matcher(block).results().forEach(found -> values.put(found.group(1), found.group(2)));
        return values;
    }

    /** {@code terraform apply} without anything in the state. */
    void create() {
        plan.forEach((name, resource) -> ids.put(name, create(resource)));
    }

    /** Differences between the plan and the realm; {@code terraform plan} shows it as a change. */
    Map<String, String> drift() {
        Map<String, String> drift = new LinkedHashMap<>();
        plan.forEach((name, resource) -> {
            JsonNode found = read(name, resource);
            expected(resource).forEach((field, value) -> {
                String actual = found.at("/" + field).asText();
                if (!actual.equals(value)) {
                    drift.put(name + ' ' + field, actual);
                }
            });
        });
        return drift;
    }

    /** Sends each resource once more, as if something else of it had changed. */
    void update() {
        plan.forEach((name, resource) -> update(resource, ids.get(name)));
    }

    private String create(Resource resource) {
        String type = resource.type();
        if (type.equals("keycloak_authentication_flow")) {
            return post("/flows", flow(resource));
        }
        if (type.equals("keycloak_authentication_execution_config")) {
            return post("/executions/" + reference(resource, "execution_id") + "/config", config(resource));
        }
        String id = "";
        if (type.equals("keycloak_authentication_execution")) {
            id = post(
                    parent(resource) + "/execution",
                    Map.of("provider", resource.get("authenticator"), "priority", priority(resource)));
        } else if (type.equals("keycloak_authentication_subflow")) {
            id = post(
                    parent(resource) + "/flow",
                    Map.of(
                            "alias",
                            resource.get("alias"),
                            "type",
                            "basic-flow",
                            "provider",
                            "",
                            "description",
                            "",
                            "priority",
                            priority(resource)));
        }
        update(resource, id);
        return id;
    }

    private void update(Resource resource, String id) {
        switch (resource.type()) {
            case "keycloak_required_action" -> put("/required-actions/" + resource.get("alias"), action(resource));
            case "keycloak_authentication_execution" ->
                put(
                        parent(resource),
                        Map.of("id", id, "requirement", resource.get("requirement"), "priority", priority(resource)));
            case "keycloak_authentication_subflow" ->
                put(
                        parent(resource),
                        Map.of(
                                "id",
                                execution(resource, id).get("id").asText(),
                                "requirement",
                                resource.get("requirement"),
                                "priority",
                                priority(resource)));
            case "keycloak_authentication_execution_config" -> put("/config/" + id, config(resource));
            case "keycloak_authentication_bindings" -> bind(resource);
            case "keycloak_authentication_flow" -> {
                Map<String, Object> flow = new LinkedHashMap<>(flow(resource));
                flow.put("id", id);
                put("/flows/" + id, flow);
            }
            default -> throw new AssertionError("No such resource: " + resource);
        }
    }

    private static Map<String, Object> flow(Resource resource) {
        return Map.of(
                "alias",
                resource.get("alias"),
                "description",
                resource.get("description"),
                "providerId",
                "basic-flow",
                "topLevel",
                true,
                "builtIn",
                false);
    }

    private JsonNode read(String name, Resource resource) {
        String id = ids.get(name);
        return switch (resource.type()) {
            case "keycloak_required_action" -> get("/required-actions/" + resource.get("alias"));
            case "keycloak_authentication_execution" -> get("/executions/" + id);
            case "keycloak_authentication_subflow" -> execution(resource, id);
            case "keycloak_authentication_execution_config" ->
                get("/executions/" + reference(resource, "execution_id") + "/config/" + id);
            case "keycloak_authentication_bindings" ->
                realm.admin().get(realm.path("")).expect(200).body();
            default -> get("/flows/" + id);
        };
    }

    /** The values that the provider compares, by the names of the Admin REST API. */
    private Map<String, String> expected(Resource resource) {
        Map<String, String> expected = new LinkedHashMap<>();
        for (String same :
                List.of("alias", "name", "enabled", "description", "authenticator", "requirement", "priority")) {
            if (resource.values().containsKey(same) && !resource.type().endsWith("_subflow")) {
                expected.put(same, resource.get(same));
            }
        }
        if (resource.type().endsWith("_subflow")) {
            expected.put("displayName", resource.get("alias"));
            expected.put("requirement", resource.get("requirement"));
            expected.put("priority", resource.get("priority"));
        }
        if (resource.type().endsWith("_bindings")) {
            expected.put("browserFlow", reference(resource, "browser_flow"));
        }
        if (!resource.values().containsKey("ignore_changes")) {
            resource.config().forEach((key, value) -> expected.put("config/" + key, value));
        }
        return expected;
    }

    private JsonNode execution(Resource resource, String flow) {
        for (JsonNode execution : get(parent(resource))) {
            if (execution.path("flowId").asText().equals(flow)) {
                return execution;
            }
        }
        throw new AssertionError("No execution of " + resource);
    }

    private Map<String, Object> action(Resource resource) {
        return Map.of(
                "alias",
                resource.get("alias"),
                "name",
                resource.get("name"),
                "enabled",
                true,
                "defaultAction",
                false,
                "priority",
                priority(resource),
                "config",
                resource.config());
    }

    private static Map<String, Object> config(Resource resource) {
        return Map.of("alias", resource.get("alias"), "config", resource.config());
    }

    private void bind(Resource resource) {
        ObjectNode all =
                (ObjectNode) realm.admin().get(realm.path("")).expect(200).body();
        realm.admin()
                .put(realm.path(""), all.put("browserFlow", reference(resource, "browser_flow")))
                .expect(204);
    }

    private String parent(Resource resource) {
        return "/flows/" + Encoded.segment(reference(resource, "parent_flow_alias")) + "/executions";
    }

    /** A value, or the attribute of another resource that it names. */
    private String reference(Resource resource, String name) {
        String value = resource.get(name);
        int dot = value.lastIndexOf('.');
        String named = value.substring(0, Math.max(dot, 0));
        if (!plan.containsKey(named)) {
            throw new AssertionError("No such resource: " + value);
        }
        return value.endsWith(".id") ? ids.get(named) : plan.get(named).get(value.substring(dot + 1));
    }

    private static int priority(Resource resource) {
        return Integer.parseInt(resource.get("priority"));
    }

    private JsonNode get(String path) {
        return realm.admin()
                .get(realm.path("/authentication" + path))
                .expect(200)
                .body();
    }

    private String post(String path, Object body) {
        return realm.admin()
                .post(realm.path("/authentication" + path), body)
                .expect(201)
                .createdId();
    }

    private void put(String path, Object body) {
        assertThat(realm.admin().put(realm.path("/authentication" + path), body).status())
                .as(path + Json.write(body))
                .isBetween(200, 204);
    }
}
