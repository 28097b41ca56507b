package io.verifytotp.keycloak.it.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.http.Callback;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.http.Reply;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.FlowEditor;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A realm with two Services beside the default one, and a client for each of them: its browser flow and its direct grant
 * flow name the Service. The client of the realm uses the default one.
 */
record ServicesRealm(TestRealm realm, VerifyApi api, Site stage, Site production) implements AutoCloseable {
    private static final Duration STEP = Duration.ofSeconds(30);

    /** A client, and the Service that its flows name. */
    record Site(String client, String sid, String issuer) {
        Map<String, String> query() {
            return Map.of("client_id", client);
        }

        Map<String, String> query(String action) {
            return Map.of("client_id", client, "kc_action", action);
        }
    }

    static ServicesRealm of(RealmBuilder builder) {
        TestRealm realm = builder.createOn(SharedKeycloak.get());
        VerifyApi api = realm.api(ApiRole.MANAGE);
        Site stage = new Site("stage", api.addService("Stage", "Totp.Issuer", "Stage Bank"), "Stage Bank");
        Site production = new Site(
                "production",
                api.addService("Production", "Totp.Issuer", "Real Bank", "Totp.CodeLength", "8"),
                "Real Bank");
        ServicesRealm made = new ServicesRealm(realm, api, stage, production);
        made.addClient(stage);
        made.addClient(production);
        return made;
    }

    private void addClient(Site site) {
        addClient(site.client(), requiredFlow(site.client(), site.sid()));
    }

    /** A client with a browser flow of its own, and the direct grant flow of the Site with the same name, if any. */
    void addClient(String clientId, FlowEditor browser) {
        Map<String, Object> client = new HashMap<>();
        client.put("clientId", clientId);
        client.put("publicClient", true);
        client.put("directAccessGrantsEnabled", true);
        client.put("redirectUris", List.of(Callback.uri()));
        client.put("authenticationFlowBindingOverrides", Map.of("browser", browser.id()));
        realm.admin().post(realm.path("/clients"), client).expect(201);
    }

    /** A flow that demands a code of that Service after the password. */
    FlowEditor requiredFlow(String alias, String sid) {
        FlowEditor flow = FlowEditor.create(realm, alias);
        flow.add("ALTERNATIVE", "auth-cookie")
                .addSubFlow("ALTERNATIVE", "forms")
                .add("REQUIRED", "auth-username-password-form")
                .add("REQUIRED", "verify-totp-form", Map.of("service", sid));
        return flow;
    }

    /** A flow that asks those for a code of that Service who have a factor there. */
    FlowEditor conditionalFlow(String alias, String sid) {
        FlowEditor flow = FlowEditor.create(realm, alias);
        FlowEditor forms = flow.add("ALTERNATIVE", "auth-cookie")
                .addSubFlow("ALTERNATIVE", "forms")
                .add("REQUIRED", "auth-username-password-form");
        forms.addSubFlow("CONDITIONAL", "second factor")
                .add("REQUIRED", "conditional-user-configured")
                .add("REQUIRED", "verify-totp-form", Map.of("service", sid));
        return flow;
    }

    /** Lets the Site's client take codes of its Service in direct grants. */
    void addDirectGrant(Site site) {
        FlowEditor flow = FlowEditor.create(realm, site.client() + " grant")
                .add("REQUIRED", "direct-grant-validate-username")
                .add("REQUIRED", "direct-grant-validate-password")
                .add("REQUIRED", "verify-totp-direct-grant", Map.of("service", site.sid()));
        ObjectNode client = (ObjectNode) realm.admin()
                .get(realm.path("/clients?clientId=" + site.client()))
                .expect(200)
                .body()
                .get(0);
        client.withObjectProperty("authenticationFlowBindingOverrides").put("direct_grant", flow.id());
        realm.admin()
                .put(realm.path("/clients/" + client.get("id").asText()), client)
                .expect(204);
    }

    Reply directGrant(Site site, TestUser user, String code) {
        return realm.token(Map.of(
                "grant_type", "password",
                "client_id", site.client(),
                "username", user.username(),
                "password", user.password(),
                "totp", code));
    }

    /** The page after the password. */
    HttpPage afterPassword(HttpLogin login, Map<String, String> query, TestUser user) {
        return login.password(login.start(query), user);
    }

    TestUser newUser() {
        return realm.addUser("user-" + UUID.randomUUID());
    }

    /** A factor that was made over the API, so that nobody has a session. */
    ApiFactor factor(Site site, TestUser user) {
        return named(ApiFactor.create(api, site.sid(), user), site.client());
    }

    EnrolledUser enrolled(Site site, TestUser user) {
        return EnrolledUser.of(factor(site, user));
    }

    EnrolledUser enrolledByDefault(TestUser user) {
        return EnrolledUser.of(named(ApiFactor.create(api, user), "default"));
    }

    private static ApiFactor named(ApiFactor factor, String name) {
        ApiFactor verified = factor.verified();
        verified.update("FriendlyName", name + " phone").expect(200);
        return verified;
    }

    /** Sets up the factor that the page shows. */
    HttpPage enroll(HttpLogin login, HttpPage page, String label) {
        EnrolledUser phone = phone(page, realm.user(userOf(page)));
        phone.clock().advanceToStepStart(STEP);
        return login.enroll(page, phone.currentCode(), label);
    }

    /** The phone that has scanned the page. */
    EnrolledUser phone(HttpPage page, TestUser user) {
        AuthenticatorApp app = AuthenticatorApp.scan(page.otpAuthUri());
        return new EnrolledUser(realm, user, app, new TestClock(realm.keycloak()));
    }

    private static String userOf(HttpPage page) {
        String label = AuthenticatorApp.scan(page.otpAuthUri()).label();
        return label.substring(label.indexOf(':') + 1).strip();
    }

    List<String> labels(TestUser user) {
        List<String> labels = new ArrayList<>();
        for (JsonNode credential : realm.credentials(user)) {
            if (credential.get("type").asText().equals("verify-totp")) {
                labels.add(credential.path("userLabel").asText());
            }
        }
        return labels;
    }

    @Override
    public void close() {
        realm.close();
    }
}
