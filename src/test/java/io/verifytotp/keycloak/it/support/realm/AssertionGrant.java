package io.verifytotp.keycloak.it.support.realm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verifytotp.keycloak.it.support.http.Reply;
import java.util.List;
import java.util.Map;

/**
 * The JWT authorization grant (RFC 7523): a client of the realm gets the tokens of a user for an assertion that the
 * identity provider has signed. The assertion is an access token of the provider whose only audience is the realm.
 */
public record AssertionGrant(BrokeredRealms brokered) {
    private static final String CLIENT = "assertion-client";
    private static final String SECRET = "assertion-secret";
    private static final String SIGNER = "signer";
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final String NAMED_PROVIDERS = "oauth2.jwt.authorization.grant.idp";

    /** With the identity provider that users log in with. */
    public static AssertionGrant ofLoginProvider(BrokeredRealms brokered) {
        AssertionGrant grant = new AssertionGrant(brokered);
        ObjectNode provider = grant.provider();
        ((ObjectNode) provider.get("config")).put("jwtAuthorizationGrantEnabled", "true");
        grant.put(provider);
        return grant.open();
    }

    /** With one more identity provider, which is for assertions alone. */
    public static AssertionGrant ofItsOwnProvider(TestRealm realm, TestRealm provider) {
        BrokeredRealms brokered = new BrokeredRealms(realm, provider, "assertions");
        Map<String, String> config = Map.of(
                "issuer",
                provider.uri("").toString(),
                "jwksUrl",
                provider.uri("/protocol/openid-connect/certs").toString(),
                "useJwksUrl",
                "true");
        realm.admin()
                .post(
                        realm.path("/identity-provider/instances"),
                        Map.of(
                                "alias",
                                brokered.alias(),
                                "providerId",
                                "jwt-authorization-grant",
                                "enabled",
                                true,
                                "config",
                                config))
                .expect(201);
        return new AssertionGrant(brokered).open();
    }

    /** The token endpoint's answer to a new assertion about that account of the provider. */
    public Reply redeem(TestUser there) {
        return brokered.realm()
                .token(Map.of(
                        "grant_type",
                        GRANT,
                        "client_id",
                        CLIENT,
                        "client_secret",
                        SECRET,
                        "assertion",
                        assertion(there),
                        "scope",
                        "openid"));
    }

    public void disableProvider() {
        put(provider().put("enabled", false));
    }

    /** The client names these aliases, in Keycloak's notation. */
    public void nameProviders(String aliases) {
        changeClient(Map.of("attributes", Map.of(NAMED_PROVIDERS, aliases)));
    }

    public void makeClientPublic() {
        changeClient(Map.of("publicClient", true));
    }

    private AssertionGrant open() {
        TestRealm realm = brokered.realm();
        realm.admin()
                .post(
                        realm.path("/clients"),
                        Map.of(
                                "clientId",
                                CLIENT,
                                "secret",
                                SECRET,
                                "attributes",
                                Map.of(
                                        "oauth2.jwt.authorization.grant.enabled",
                                        "true",
                                        NAMED_PROVIDERS,
                                        brokered.alias())))
                .expect(201);
        brokered.provider()
                .admin()
                .post(brokered.provider().path("/clients"), signer())
                .expect(201);
        return this;
    }

    /** Keycloak takes one audience only, so this client sees no role that would bring another one. */
    private Map<String, Object> signer() {
        return Map.of(
                "clientId",
                SIGNER,
                "publicClient",
                true,
                "directAccessGrantsEnabled",
                true,
                "fullScopeAllowed",
                false,
                "protocolMappers",
                List.of(Map.of(
                        "name",
                        "audience",
                        "protocol",
                        "openid-connect",
                        "protocolMapper",
                        "oidc-audience-mapper",
                        "config",
                        Map.of(
                                "included.custom.audience",
                                brokered.realm().uri("").toString(),
                                "access.token.claim",
                                "true"))));
    }

    private String assertion(TestUser there) {
        return brokered.provider()
                .token(Map.of(
                        "grant_type",
                        "password",
                        "client_id",
                        SIGNER,
                        "username",
                        there.username(),
                        "password",
                        there.password()))
                .expect(200)
                .body()
                .get("access_token")
                .asText();
    }

    private void changeClient(Map<String, Object> change) {
        TestRealm realm = brokered.realm();
        String id = realm.admin()
                .get(realm.path("/clients?clientId=" + CLIENT))
                .expect(200)
                .body()
                .get(0)
                .get("id")
                .asText();
        realm.admin().put(realm.path("/clients/" + id), change).expect(204);
    }

    private ObjectNode provider() {
        return (ObjectNode)
                brokered.realm().admin().get(providerPath()).expect(200).body();
    }

    private void put(ObjectNode provider) {
        brokered.realm().admin().put(providerPath(), provider).expect(204);
    }

    private String providerPath() {
        return brokered.realm().path("/identity-provider/instances/" + brokered.alias());
    }
}
