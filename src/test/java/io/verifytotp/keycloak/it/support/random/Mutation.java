package io.verifytotp.keycloak.it.support.random;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.walk.WalkedRealm;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Changes one thing in one of a realm's own flows, as a slip of the hand in the admin console does. */
final class Mutation {
    private final TestRealm realm;
    private final Random random;

    Mutation(TestRealm realm, Random random) {
        this.realm = realm;
        this.random = random;
    }

    /** Returns in words what was changed. */
    String apply() {
        List<String> flows = ownFlows();
        if (flows.isEmpty()) {
            return "nothing";
        }
        String flow = any(flows);
        List<JsonNode> steps = steps(flow);
        if (steps.isEmpty()) {
            return "nothing";
        }
        JsonNode step = any(steps);
        String words = " " + step.path("displayName").asText() + " in " + flow;
        String execution =
                realm.path("/authentication/executions/" + step.get("id").asText());
        switch (random.nextInt(4)) {
            case 0 -> {
                realm.admin().delete(execution).expect(204);
                return "removed" + words;
            }
            case 1 -> {
                realm.admin().post(execution + "/raise-priority", Map.of()).expect(204);
                return "raised" + words;
            }
            case 2 -> {
                realm.admin().post(execution + "/lower-priority", Map.of()).expect(204);
                return "lowered" + words;
            }
            default -> {
                return setRequirement(flow, (ObjectNode) step) + words;
            }
        }
    }

    private String setRequirement(String flow, ObjectNode step) {
        List<String> choices = new ArrayList<>();
        step.get("requirementChoices").forEach(choice -> choices.add(choice.asText()));
        String requirement = any(choices);
        // What is answered depends on whether the step has a configuration.
        int status = realm.admin()
                .put(executions(flow), step.put("requirement", requirement))
                .status();
        if (status / 100 != 2) {
            throw new AssertionError("Keycloak answered " + status + " to the requirement " + requirement);
        }
        return "set to " + requirement;
    }

    private List<String> ownFlows() {
        List<String> own = new ArrayList<>();
        for (JsonNode flow : realm.admin()
                .get(realm.path("/authentication/flows"))
                .expect(200)
                .body()) {
            if (!flow.get("builtIn").asBoolean() && !flow.get("alias").asText().equals(WalkedRealm.ENTRY)) {
                own.add(flow.get("alias").asText());
            }
        }
        return own;
    }

    private List<JsonNode> steps(String flow) {
        List<JsonNode> steps = new ArrayList<>();
        realm.admin().get(executions(flow)).expect(200).body().forEach(steps::add);
        return steps;
    }

    private String executions(String flow) {
        String alias = URLEncoder.encode(flow, StandardCharsets.UTF_8).replace("+", "%20");
        return realm.path("/authentication/flows/" + alias + "/executions");
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
