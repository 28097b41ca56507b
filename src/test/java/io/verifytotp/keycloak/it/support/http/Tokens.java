package io.verifytotp.keycloak.it.support.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;

/** The answer of the token endpoint. */
public record Tokens(JsonNode response) {
    public JsonNode idToken() {
        return claims("id_token");
    }

    /** As it is sent to an API. */
    public String bearer() {
        return response.get("access_token").asText();
    }

    public JsonNode accessToken() {
        return claims("access_token");
    }

    /** How the user has authenticated, as the ID token says; empty without the mapper. */
    public List<String> amr() {
        return StreamSupport.stream(idToken().path("amr").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private JsonNode claims(String token) {
        String payload = response.get(token).asText().split("\\.", -1)[1];
        return Json.parse(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));
    }
}
