package io.verifytotp.keycloak.it.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.setup.PlainRealm;
import io.verifytotp.keycloak.it.support.api.ApiClient;
import io.verifytotp.keycloak.it.support.api.ApiClientBuilder;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import java.util.List;
import java.util.Map;

/** A realm as an administrator makes it, where one call has added levels of authentication: 2 takes a code. */
record ClientRealm(TestRealm realm, VerifyApi manager) implements AutoCloseable {
    static ClientRealm create() {
        TestRealm realm = PlainRealm.on(RealTimeKeycloak.get());
        PlainRealm.api(realm).post("/Setup", Form.of("Levels", "true")).expect(200);
        return new ClientRealm(realm, realm.api(ApiRole.MANAGE));
    }

    /** A website's client, whose tokens say how the user logged in, and which may lead users to confirm. */
    ApiClient website(String id, String callback) {
        realm.configureEnrollment(Map.of("notifyUsers", "off", "confirmClients", id));
        return ApiClientBuilder.aClient()
                .with("clientId", id)
                .with("standardFlowEnabled", true)
                .with("redirectUris", List.of(callback))
                .with(
                        "protocolMappers",
                        List.of(Map.of(
                                "name", "amr",
                                "protocol", "openid-connect",
                                "protocolMapper", "oidc-amr-mapper",
                                "config", Map.of("id.token.claim", "true", "access.token.claim", "true"))))
                .createIn(realm);
    }

    /** A new user with a factor of which no code has been used. */
    ApiFactor customer(String username) {
        return ImportedFactor.of(manager, realm.addUser(username));
    }

    /** A challenge about an order, which waits for its user. */
    String order(ApiFactor factor) {
        return factor.challengeWith(
                        "Details.Message",
                        "Confirm the order",
                        "Details.Fields",
                        "{\"label\":\"Amount\",\"value\":\"129.90 EUR\"}")
                .expect(201)
                .sid();
    }

    void assertStatus(ApiFactor factor, String challenge, String status) {
        assertThat(manager.get(factor.challenge(challenge)).expect(200).field("status"))
                .isEqualTo(status);
    }

    @Override
    public void close() {
        realm.close();
    }
}
