package io.verifytotp.keycloak.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;

/** The answer of the token endpoint. */
record Tokens(JsonNode response) {
    JsonNode idToken() {
        return claims("id_token");
    }

    /** As it is sent to an API. */
    String bearer() {
        return response.get("access_token").asText();
    }

    JsonNode accessToken() {
        return claims("access_token");
    }

    /** How the user has authenticated, as the ID token says; empty without the mapper. */
    List<String> amr() {
        return StreamSupport.stream(idToken().path("amr").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private JsonNode claims(String token) {
        String payload = response.get(token).asText().split("\\.", -1)[1];
        return Json.parse(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));
    }
}
