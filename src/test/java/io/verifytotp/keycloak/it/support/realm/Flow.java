package io.verifytotp.keycloak.it.support.realm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Authentication flows as JSON. They stand in the realm itself, because that is one request where copying and
 * editing a built-in flow would be many; Keycloak adds the built-in flows that are missing.
 */
public final class Flow {
    private final String id = UUID.randomUUID().toString();
    private final String alias;
    private final boolean topLevel;
    private final List<Map<String, Object>> executions = new ArrayList<>();
    private final List<Flow> subFlows = new ArrayList<>();

    private Flow(String alias, boolean topLevel) {
        this.alias = alias;
        this.topLevel = topLevel;
    }

    public static Flow named(String alias) {
        return new Flow(alias, true);
    }

    /** One more step; a config is found by its alias in the realm's {@code authenticatorConfig}. */
    public Flow step(String requirement, String authenticator, String... config) {
        Map<String, Object> execution = add(requirement);
        execution.put("authenticator", authenticator);
        execution.put("authenticatorFlow", false);
        for (String configAlias : config) {
            execution.put("authenticatorConfig", configAlias);
        }
        return this;
    }

    /** The new sub-flow, to be filled. */
    public Flow subFlow(String requirement, String subAlias) {
        Map<String, Object> execution = add(requirement);
        execution.put("flowAlias", subAlias);
        execution.put("authenticatorFlow", true);
        Flow subFlow = new Flow(subAlias, false);
        subFlows.add(subFlow);
        return subFlow;
    }

    /** By which a client may name it. */
    public String id() {
        return id;
    }

    public String alias() {
        return alias;
    }

    /** This flow and all below it, as Keycloak lists them. */
    public List<Object> representations() {
        List<Object> all = new ArrayList<>();
        all.add(Map.of(
                "id", id,
                "alias", alias,
                "providerId", "basic-flow",
                "topLevel", topLevel,
                "builtIn", false,
                "authenticationExecutions", executions));
        subFlows.forEach(subFlow -> all.addAll(subFlow.representations()));
        return all;
    }

    private Map<String, Object> add(String requirement) {
        Map<String, Object> execution = new HashMap<>();
        execution.put("requirement", requirement);
        executions.add(execution);
        execution.put("priority", 10 * executions.size());
        return execution;
    }
}
