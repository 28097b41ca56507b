package io.verifytotp.keycloak.it.support.realm;

import java.util.List;
import java.util.Map;

/** What makes a realm cheap to create and to log in to, without changing what the tests are about. */
public final class FastRealm {
    /**
     * Elliptic keys, because two RSA key pairs make 1.5 s of the 1.7 s that a new realm takes; and a password hash
     * that is no work, because many logins at once would otherwise measure Argon2.
     */
    public static final Map<String, Object> SETTINGS = Map.of(
            "defaultSignatureAlgorithm",
            "ES256",
            "components",
            Map.of(
                    "org.keycloak.keys.KeyProvider",
                    List.of(key("ecdsa-generated", "ES256"), key("hmac-generated", "HS512"), key("aes-generated"))),
            "passwordPolicy",
            "hashAlgorithm(pbkdf2-sha256) and hashIterations(1)");

    private FastRealm() {}

    private static Map<String, Object> key(String provider) {
        return Map.of("name", provider, "providerId", provider, "config", Map.of("priority", List.of("100")));
    }

    private static Map<String, Object> key(String provider, String algorithm) {
        return Map.of(
                "name",
                provider,
                "providerId",
                provider,
                "config",
                Map.of("priority", List.of("100"), "algorithm", List.of(algorithm)));
    }
}
