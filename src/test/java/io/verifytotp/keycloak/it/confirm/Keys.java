package io.verifytotp.keycloak.it.confirm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** The signing keys of a realm. */
record Keys(TestRealm realm) {
    void add(String provider, Map<String, String> config) {
        Map<String, List<String>> values = new HashMap<>();
        config.forEach((name, value) -> values.put(name, List.of(value)));
        realm.admin()
                .post(
                        realm.path("/components"),
                        Map.of(
                                "name",
                                provider + values.hashCode(),
                                "providerId",
                                provider,
                                "providerType",
                                "org.keycloak.keys.KeyProvider",
                                "config",
                                values))
                .expect(201);
    }

    /** The algorithm that the realm signs tokens with. */
    void prefer(String algorithm) {
        ObjectNode representation =
                (ObjectNode) realm.admin().get(realm.path("")).body();
        representation.put("defaultSignatureAlgorithm", algorithm);
        realm.admin().put(realm.path(""), representation).expect(204);
    }

    void remove(String keyId) {
        JsonNode keys = realm.admin().get(realm.path("/keys")).body().get("keys");
        String provider = StreamSupport.stream(keys.spliterator(), false)
                .filter(key -> key.get("kid").asText().equals(keyId))
                .map(key -> key.get("providerId").asText())
                .findFirst()
                .orElseThrow();
        realm.admin().delete(realm.path("/components/" + provider)).expect(204);
    }

    /** Keycloak makes new ones when it needs them, such as for a token. */
    void disableAll() {
        String components = realm.path("/components");
        JsonNode providers = realm.admin()
                .get(components + "?type=org.keycloak.keys.KeyProvider")
                .expect(200)
                .body();
        for (JsonNode provider : providers) {
            ObjectNode changed = (ObjectNode) provider;
            changed.withObjectProperty("config").putArray("enabled").add("false");
            realm.admin()
                    .put(components + '/' + provider.get("id").asText(), changed)
                    .expect(204);
        }
    }
}
