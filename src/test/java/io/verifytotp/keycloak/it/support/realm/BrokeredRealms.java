package io.verifytotp.keycloak.it.support.realm;

import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import java.util.List;
import java.util.Map;

/**
 * Makes one realm an identity provider of another: people of {@code provider} log in to {@code realm} by it.
 *
 * @param alias the provider's alias in {@code realm}
 */
public record BrokeredRealms(TestRealm realm, TestRealm provider, String alias) {
    private static final String SECRET = "the-secret-of-the-broker";

    /** Without a flow after the provider's login, so that nothing asks for a code. */
    public static BrokeredRealms connect(TestRealm realm, TestRealm provider, String alias) {
        BrokeredRealms brokered = new BrokeredRealms(realm, provider, alias);
        provider.admin().post(provider.path("/clients"), brokered.client()).expect(201);
        realm.admin()
                .post(realm.path("/identity-provider/instances"), brokered.representation())
                .expect(201);
        return brokered;
    }

    /** As an administrator does, so that no login is needed for it. */
    public void link(TestUser user, TestUser there) {
        realm.admin()
                .post(
                        realm.path("/users/" + user.id() + "/federated-identity/" + alias),
                        Map.of("identityProvider", alias, "userId", there.id(), "userName", there.username()))
                .expect(204);
    }

    public boolean isLinked(TestUser user) {
        return !realm.admin()
                .get(realm.path("/users/" + user.id() + "/federated-identity"))
                .expect(200)
                .body()
                .isEmpty();
    }

    /** Logs in at the provider, from its page with the password to where the browser ends in the realm. */
    public HttpPage logIn(HttpLogin login, TestUser there) {
        HttpPage start = login.start();
        String link = start.html().link("/broker/" + alias + "/login").orElseThrow();
        return login.password(login.open(start.uri().resolve(link)), there);
    }

    private Map<String, Object> client() {
        return Map.of(
                "clientId",
                "broker-of-" + realm.name(),
                "secret",
                SECRET,
                "redirectUris",
                List.of(realm.uri("/broker/" + alias + "/endpoint").toString()));
    }

    private Map<String, Object> representation() {
        return Map.of(
                "alias",
                alias,
                "providerId",
                "oidc",
                "enabled",
                true,
                "trustEmail",
                true,
                "config",
                Map.of(
                        "clientId",
                        "broker-of-" + realm.name(),
                        "clientSecret",
                        SECRET,
                        "clientAuthMethod",
                        "client_secret_post",
                        "authorizationUrl",
                        provider.uri("/protocol/openid-connect/auth").toString(),
                        "tokenUrl",
                        provider.uri("/protocol/openid-connect/token").toString(),
                        "userInfoUrl",
                        provider.uri("/protocol/openid-connect/userinfo").toString(),
                        "jwksUrl",
                        provider.uri("/protocol/openid-connect/certs").toString(),
                        "useJwksUrl",
                        "true",
                        "issuer",
                        provider.uri("").toString(),
                        "defaultScope",
                        "openid profile email"));
    }
}
