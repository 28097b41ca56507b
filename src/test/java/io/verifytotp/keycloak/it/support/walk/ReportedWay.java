package io.verifytotp.keycloak.it.support.walk;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A way in as {@code GET /Setup} reports it; texts that it leaves out are empty. */
public record ReportedWay(
        String way, String target, String flow, String asks, Set<String> exempt, String reason, JsonNode source) {
    public static List<ReportedWay> all(VerifyApi api) {
        List<ReportedWay> all = new ArrayList<>();
        api.get("/Setup").expect(200).body().get("ways").forEach(way -> all.add(of(way)));
        return all;
    }

    private static ReportedWay of(JsonNode way) {
        Set<String> exempt = new LinkedHashSet<>();
        way.get("exempt").forEach(word -> exempt.add(word.asText()));
        return new ReportedWay(
                way.path("way").asText(),
                way.path("target").asText(""),
                way.path("flow").asText(""),
                way.path("asks").asText(),
                exempt,
                way.path("reason").asText(""),
                way);
    }

    public boolean isUnknown() {
        return asks.equals("unknown");
    }

    @Override
    public String toString() {
        return source.toString();
    }
}
