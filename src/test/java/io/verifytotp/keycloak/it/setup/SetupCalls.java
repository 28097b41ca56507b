package io.verifytotp.keycloak.it.setup;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import java.util.List;
import java.util.stream.StreamSupport;

/** The calls of {@code /Setup}, by a program that may make them. */
public record SetupCalls(VerifyApi api) {
    public static SetupCalls of(TestRealm realm) {
        return new SetupCalls(PlainRealm.api(realm));
    }

    public ApiReply post(String mode, String ways, String... more) {
        return api.post("/Setup", Form.of("Mode", mode, "Ways", ways).and(more));
    }

    /** The sentences about what was changed. */
    public List<String> apply(String mode, String ways, String... more) {
        return changes(post(mode, ways, more));
    }

    public List<String> dryRun(String mode, String ways) {
        return changes(post(mode, ways, "DryRun", "true"));
    }

    public ApiReply undo() {
        return api.delete("/Setup").expect(200);
    }

    public static List<String> changes(ApiReply reply) {
        return texts(reply.expect(200).body().get("changes"));
    }

    public static List<String> unchanged(ApiReply reply) {
        return texts(reply.expect(200).body().get("unchanged"));
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
