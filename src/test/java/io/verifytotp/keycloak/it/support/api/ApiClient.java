package io.verifytotp.keycloak.it.support.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import java.util.Map;

/** A program's account in a realm, as {@link ApiClientBuilder} made it. */
public record ApiClient(TestRealm realm, String uuid, String id, String secret) {
    /** With the client's id and secret. */
    public VerifyApi api() {
        return VerifyApi.of(realm).basic(id, secret);
    }

    /** With a new access token of the service account. */
    public VerifyApi bearer() {
        return VerifyApi.of(realm).bearer(token());
    }

    public String token() {
        Map<String, String> form = Map.of("grant_type", "client_credentials", "client_id", id, "client_secret", secret);
        return realm.token(form).expect(200).body().get("access_token").asText();
    }

    /** The id of the service account's user. */
    public String serviceAccount() {
        return get("/service-account-user").get("id").asText();
    }

    /** Changes one attribute of the client's representation. */
    public void change(String attribute, Object value) {
        ObjectNode representation = (ObjectNode) get("");
        representation.putPOJO(attribute, value);
        realm.admin().put(path(""), representation).expect(204);
    }

    /** This client with a new secret, which alone is valid now. */
    public ApiClient rotateSecret() {
        String rotated = realm.admin()
                .post(path("/client-secret"), Map.of())
                .expect(200)
                .body()
                .get("value")
                .asText();
        return new ApiClient(realm, uuid, id, rotated);
    }

    private JsonNode get(String rest) {
        return realm.admin().get(path(rest)).expect(200).body();
    }

    private String path(String rest) {
        return realm.path("/clients/" + uuid + rest);
    }
}
