package io.verifytotp.keycloak.it.support.realm;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.Json;
import io.verifytotp.keycloak.it.support.http.Http;
import io.verifytotp.keycloak.it.support.http.Reply;
import io.verifytotp.keycloak.it.support.provider.StoredFactorsFactory;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * A factor's credential as the database of a running server holds it.
 *
 * @param seed under seal, as {@code v1.k1.}…
 * @param rest all else in the row but its version
 */
public record StoredFactor(String userId, String seed, String rest) {
    public static List<StoredFactor> allOf(TestRealm realm) {
        JsonNode rows = Reply.of(Http.send(Http.request(realm.uri("/" + StoredFactorsFactory.PROVIDER_ID))))
                .expect(200)
                .body();
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new StoredFactor(
                        row.get("user").asText(),
                        Json.parse(row.get("secret").asText()).get("seed").asText(),
                        row.get("rest").asText()))
                .toList();
    }

    public static StoredFactor of(TestRealm realm, TestUser user) {
        return allOf(realm).stream()
                .filter(factor -> factor.userId().equals(user.id()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No factor of " + user.username()));
    }
}
