package io.verifytotp.keycloak.bench;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A call of Keycloak's token introspection, alone and with the least that a durable factor adds. */
enum Introspection {
    PLAIN("introspection", Login.KEYCLOAK, false),
    FLOOR("introspection + empty transaction", Login.FLOOR, true);

    private static final String SECRET = "a-secret-of-no-worth";
    private static final Map<String, Object> EMPTY_TRANSACTION = Map.of(
            "name", "bench",
            "protocol", "openid-connect",
            "protocolMapper", "bench-transaction-mapper",
            "config", Map.of("introspection.token.claim", "true"));

    private final String title;
    private final Login users;
    private final boolean emptyTransaction;

    Introspection(String title, Login users, boolean emptyTransaction) {
        this.title = title;
        this.users = users;
        this.emptyTransaction = emptyTransaction;
    }

    String title() {
        return title;
    }

    /** Whose tokens are looked at. */
    Login users() {
        return users;
    }

    String clientId() {
        return "bench-introspection-" + name();
    }

    String secret() {
        return SECRET;
    }

    List<Map<String, Object>> mappers() {
        return emptyTransaction ? List.of(audience(), EMPTY_TRANSACTION) : List.of(audience());
    }

    /** Keycloak tells a client only about tokens that name it as their audience. */
    private Map<String, Object> audience() {
        return Map.of(
                "name", "audience",
                "protocol", "openid-connect",
                "protocolMapper", "oidc-audience-mapper",
                "config", Map.of("included.client.audience", clientId(), "access.token.claim", "true"));
    }

    String authorization() {
        return basic(clientId(), SECRET);
    }

    /** As RFC 6749, section 2.3.1, has it. */
    static String basic(String clientId, String secret) {
        String both = clientId + ':' + secret;
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }
}
