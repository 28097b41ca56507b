package io.verifytotp.keycloak.it.support.realm;

import java.util.List;
import java.util.Map;

/** A realm as an identity provider for another one of the same server. */
public record IdentityProvider(TestRealm realm) {
    private static final String CLIENT = "partner-client";
    private static final String SECRET = "partner-secret";

    /** With a client for whoever asks it. */
    public static IdentityProvider of(TestRealm realm) {
        realm.admin()
                .post(
                        realm.path("/clients"),
                        Map.of(
                                "clientId",
                                CLIENT,
                                "secret",
                                SECRET,
                                "publicClient",
                                false,
                                "redirectUris",
                                List.of(realm.keycloak().baseUrl() + "/realms/*")))
                .expect(201);
        return new IdentityProvider(realm);
    }

    public void addTo(TestRealm other, String alias, String displayName) {
        String endpoints = realm.uri("/protocol/openid-connect").toString();
        other.admin()
                .post(
                        other.path("/identity-provider/instances"),
                        Map.of(
                                "alias",
                                alias,
                                "displayName",
                                displayName,
                                "providerId",
                                "oidc",
                                "enabled",
                                true,
                                "config",
                                Map.of(
                                        "clientId",
                                        CLIENT,
                                        "clientSecret",
                                        SECRET,
                                        "clientAuthMethod",
                                        "client_secret_post",
                                        "authorizationUrl",
                                        endpoints + "/auth",
                                        "tokenUrl",
                                        endpoints + "/token",
                                        "userInfoUrl",
                                        endpoints + "/userinfo",
                                        "defaultScope",
                                        "openid")))
                .expect(201);
    }
}
