package io.verifytotp.keycloak.it.support.random;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** A realm's own flows, a line for each step, for the message of a failure. */
record FlowsInWords(TestRealm realm) {
    String all() {
        StringBuilder words = new StringBuilder();
        for (JsonNode flow : realm.admin()
                .get(realm.path("/authentication/flows"))
                .expect(200)
                .body()) {
            if (!flow.get("builtIn").asBoolean()) {
                words.append(flow.get("alias").asText()).append('\n');
                steps(flow.get("alias").asText(), words);
            }
        }
        return words.toString();
    }

    private void steps(String flow, StringBuilder words) {
        String alias = URLEncoder.encode(flow, StandardCharsets.UTF_8).replace("+", "%20");
        for (JsonNode step : realm.admin()
                .get(realm.path("/authentication/flows/" + alias + "/executions"))
                .expect(200)
                .body()) {
            words.append("  ".repeat(1 + step.path("level").asInt()))
                    .append(step.path("requirement").asText())
                    .append(' ')
                    .append(step.path("providerId")
                            .asText(step.path("displayName").asText()))
                    .append(config(step))
                    .append('\n');
        }
    }

    private String config(JsonNode step) {
        if (!step.has("authenticationConfig")) {
            return "";
        }
        return " "
                + realm.admin()
                        .get(realm.path("/authentication/config/"
                                + step.get("authenticationConfig").asText()))
                        .expect(200)
                        .body()
                        .get("config");
    }
}
