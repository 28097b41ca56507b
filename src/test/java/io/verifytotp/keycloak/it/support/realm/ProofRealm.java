package io.verifytotp.keycloak.it.support.realm;

import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.mail.Mailbox;
import io.verifytotp.keycloak.it.support.server.KeycloakUnderTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A realm with every way to get a session without a code, beside a client that asks for one: another client with its own
 * flow, the reset of the password by mail, registration, an identity provider, the password grant.
 */
public record ProofRealm(TestRealm realm, VerifyApi api, BrokeredRealms brokered, Mailbox mailbox)
        implements AutoCloseable {
    public static final String WITHOUT_CODE = "without-code";
    public static final String LIGHTWEIGHT = "lightweight";

    public static ProofRealm createOn(KeycloakUnderTest keycloak) {
        Mailbox mailbox = Mailbox.open();
        TestRealm realm = RealmBuilder.aRealm()
                .codeOrRecoveryCodeIfConfigured()
                .clientWithoutCode(WITHOUT_CODE)
                .enrollConfig(Map.of("notifyUsers", "off"))
                .passwordReset(mailbox)
                .with("registrationAllowed", true)
                .createOn(keycloak);
        realm.admin()
                .post(
                        realm.path("/authentication/register-required-action"),
                        Map.of("providerId", "other-extension", "name", "Another extension's credential"))
                .expect(204);
        for (String action : List.of("webauthn-register", "webauthn-register-passwordless", "idp_link")) {
            switchOn(realm, action);
        }
        realm.admin()
                .post(
                        realm.path("/clients"),
                        Map.of(
                                "clientId",
                                LIGHTWEIGHT,
                                "publicClient",
                                true,
                                "directAccessGrantsEnabled",
                                true,
                                "attributes",
                                Map.of("client.use.lightweight.access.token.enabled", "true")))
                .expect(201);
        TestRealm provider = RealmBuilder.aRealm().createOn(keycloak);
        return new ProofRealm(
                realm, realm.api(ApiRole.MANAGE), BrokeredRealms.connect(realm, provider, "partner"), mailbox);
    }

    /** A user with every kind of second factor. The factor of ours was made over the API, so nobody has a session. */
    public Victim victim() {
        return victim(realm.addUser("victim-" + UUID.randomUUID()));
    }

    public Victim victim(TestUser user) {
        // Ours first: Keycloak offers the credential first that the user has had for longest.
        ApiFactor factor = ApiFactor.verified(api, user);
        SecondFactors.addTo(realm, user);
        return new Victim(factor);
    }

    /** A login with a code, at the client whose flow asks for a second factor. */
    public HttpPage logIn(HttpLogin login, Victim victim) {
        HttpPage page = choose(login, login.startWithPassword(victim.user()), "code");
        return login.code(page, victim.factor().freshCode());
    }

    /** Goes through what "Try another way" offers until the page with that field is shown. */
    public static HttpPage choose(HttpLogin login, HttpPage page, String field) {
        HttpPage current = page;
        for (int way = 0; !current.html().hasField(field); way++) {
            HttpPage ways = login.submit(current, Map.of("tryAnotherWay", "on"));
            List<String> executions = ways.html().values("authenticationExecution");
            current = login.submit(ways, Map.of("authenticationExecution", executions.get(way)));
        }
        return current;
    }

    /** Somebody with a password and one factor of ours. */
    public record Victim(ApiFactor factor) {
        public TestUser user() {
            return factor.user();
        }

        public String id(String type) {
            return SecondFactors.id(factor.api().realm(), user(), type);
        }

        public String credentials() {
            return factor.api().realm().credentials(user()).toString();
        }

        public boolean factorWorks() {
            return factor.statusFor(factor.freshCode()).equals("approved");
        }
    }

    private static void switchOn(TestRealm realm, String action) {
        String path = realm.path("/authentication/required-actions/" + action);
        Map<String, Object> model =
                Map.of("alias", action, "providerId", action, "name", action, "enabled", true, "priority", 70);
        realm.admin().put(path, model).expect(204);
    }

    @Override
    public void close() {
        realm.close();
        brokered.provider().close();
        mailbox.close();
    }
}
