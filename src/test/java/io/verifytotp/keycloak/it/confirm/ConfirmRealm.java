package io.verifytotp.keycloak.it.confirm;

import io.verifytotp.keycloak.it.support.api.ApiClient;
import io.verifytotp.keycloak.it.support.api.ApiClientBuilder;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.http.Callback;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.KeycloakUnderTest;
import java.util.List;
import java.util.Map;

/**
 * A bank: its back end opens challenges, its website {@link TestRealm#CLIENT_ID} sends users to confirm them. Another
 * client of the realm logs users in without a code.
 */
public record ConfirmRealm(TestRealm realm, ApiClient backend, VerifyApi manager) implements AutoCloseable {
    /** A client that is not the website, whose logins ask for no code. */
    static final String WITHOUT_CODE = "without-code";

    private static final int A_WEEK = 604_800;

    static final String NAME_OF_BACKEND = "Owl Bank's back end";

    public static ConfirmRealm on(KeycloakUnderTest keycloak) {
        return of(RealmBuilder.aRealm(), keycloak);
    }

    public static ConfirmRealm of(RealmBuilder builder, KeycloakUnderTest keycloak) {
        TestRealm realm = builder.with("displayName", "Owl Bank")
                .with("ssoSessionIdleTimeout", A_WEEK)
                .with("ssoSessionMaxLifespan", A_WEEK)
                .codeIfConfigured()
                .clientWithoutCode(WITHOUT_CODE)
                .enrollConfig(Map.of("confirmClients", "somebody, " + TestRealm.CLIENT_ID))
                .createOn(keycloak);
        ApiClient backend = ApiClientBuilder.aClient()
                .with("name", NAME_OF_BACKEND)
                .with("standardFlowEnabled", true)
                .with("redirectUris", List.of(Callback.uri()))
                .roles(ApiRole.CHALLENGE)
                .createIn(realm);
        return new ConfirmRealm(realm, backend, realm.api(ApiRole.MANAGE));
    }

    /** A new user's factor, as the back end uses it. */
    public ApiFactor customer(String username) {
        return ApiFactor.verified(manager, realm.addUser(username)).as(backend.api());
    }

    /** A challenge with details, opened by the back end. */
    public String transfer(ApiFactor factor, String amount) {
        return factor.challengeWith(
                        "Details.Message",
                        "Transfer money?",
                        "Details.Fields",
                        "{\"label\":\"To\",\"value\":\"Bob\"}",
                        "Details.Fields",
                        "{\"label\":\"Amount\",\"value\":\"" + amount + "\"}")
                .expect(201)
                .sid();
    }

    public String transfer(ApiFactor factor) {
        return transfer(factor, "100 EUR");
    }

    static Map<String, String> confirming(String challenge) {
        return Map.of("kc_action", "verify-totp-confirm:" + challenge);
    }

    /** A browser with a session of the user, for which no code was asked. */
    HttpLogin session(TestUser user) {
        HttpLogin login = new HttpLogin(realm);
        HttpPage end = login.password(login.start(Map.of("client_id", WITHOUT_CODE)), user);
        if (!end.isLoggedIn()) {
            throw new AssertionError("No session: " + end);
        }
        return login;
    }

    /** The page of a user who comes from the website. */
    public Visit visit(ApiFactor factor, String challenge) {
        HttpLogin login = session(factor.user());
        return new Visit(login, login.start(confirming(challenge)));
    }

    /** The page that a browser shows. */
    public record Visit(HttpLogin login, HttpPage page) {
        public boolean asks() {
            return page.html().hasId("verify-totp-operation");
        }

        public Visit confirm(String code) {
            return new Visit(login, login.code(page, code));
        }

        Visit decline() {
            return new Visit(login, login.submit(page, Map.of("cancel-aia", "true")));
        }

        /** What the application learns; empty while the browser is at Keycloak. */
        public String actionStatus() {
            return page.redirect().flatMap(to -> to.actionStatus()).orElse("");
        }
    }

    public String status(ApiFactor factor, String challenge) {
        return manager.get(factor.challenge(challenge)).expect(200).field("status");
    }

    @Override
    public void close() {
        realm.close();
    }
}
