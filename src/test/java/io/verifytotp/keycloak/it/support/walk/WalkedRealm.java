package io.verifytotp.keycloak.it.support.walk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.http.AdminApi;
import io.verifytotp.keycloak.it.support.http.Callback;
import io.verifytotp.keycloak.it.support.mail.Mailbox;
import io.verifytotp.keycloak.it.support.realm.BrokeredRealms;
import io.verifytotp.keycloak.it.support.realm.FastRealm;
import io.verifytotp.keycloak.it.support.realm.Flow;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.KeycloakUnderTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A realm with Keycloak's own flows bound, every way in switched on, and an identity provider. The client {@code entry}
 * has a flow of its own with a login page, so that registration, the reset of the password and the identity provider can
 * be reached, whatever the realm's browser flow shows.
 */
public record WalkedRealm(TestRealm realm, BrokeredRealms brokered, Mailbox mailbox, People people)
        implements AutoCloseable {
    public static final String ENTRY = "entry";
    public static final String PARTNER = "partner";
    public static final int LOCK_AFTER = 10;
    public static final int DISABLE_AFTER = 20;

    private static final Map<String, String> ENROLLMENT = Map.of(
            "notifyUsers", "off",
            "lockAfter", Integer.toString(LOCK_AFTER),
            "disableAfter", Integer.toString(DISABLE_AFTER),
            "challengesPerHour", "100",
            "challengesPerDay", "1000");

    /** Its codes may be used twice, because they take the time of the machine, which no test moves. */
    private static final Map<String, Object> OTP_POLICY = Map.of(
            "otpPolicyType", "totp",
            "otpPolicyAlgorithm", "HmacSHA1",
            "otpPolicyDigits", 6,
            "otpPolicyInitialCounter", 0,
            "otpPolicyLookAheadWindow", 1,
            "otpPolicyPeriod", 30,
            "otpPolicyCodeReusable", true);

    /** A realm with more attributes of Keycloak's representation. */
    public static WalkedRealm create(KeycloakUnderTest keycloak, Map<String, Object> more) {
        return create(keycloak, more, List.of(), List.of());
    }

    /** A realm with more attributes, flows and configurations of their executions. */
    public static WalkedRealm create(
            KeycloakUnderTest keycloak, Map<String, Object> more, List<Flow> flows, List<Object> configs) {
        Mailbox mailbox = Mailbox.open();
        Flow entry = Flow.named(ENTRY).step("ALTERNATIVE", "identity-provider-redirector");
        entry.subFlow("ALTERNATIVE", "entry forms").step("REQUIRED", "auth-username-password-form");
        Map<String, Object> realm = representation("walk", mailbox);
        List<Object> all = new ArrayList<>(entry.representations());
        flows.forEach(flow -> all.addAll(flow.representations()));
        realm.put("authenticationFlows", all);
        realm.put("authenticatorConfig", configs);
        realm.put(
                "clients",
                List.of(client(TestRealm.CLIENT_ID, Map.of()), client(ENTRY, Map.of("browser", entry.id()))));
        realm.putAll(more);
        AdminApi admin = new AdminApi(keycloak);
        admin.createRealm(realm);
        TestRealm created = new TestRealm(keycloak, admin, (String) realm.get("realm"));
        created.configureEnrollment(ENROLLMENT);
        Map<String, Object> other = representation("partner", mailbox);
        admin.createRealm(other);
        TestRealm provider = new TestRealm(keycloak, admin, (String) other.get("realm"));
        return new WalkedRealm(
                created,
                BrokeredRealms.connect(created, provider, PARTNER),
                mailbox,
                new People(created.api(ApiRole.MANAGE)));
    }

    /** More options of the required action, beside those that walks need. */
    public void configure(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(ENROLLMENT);
        all.putAll(more);
        realm.configureEnrollment(all);
    }

    /** The flow that runs after each login with the identity provider. */
    public void bindPostLogin(String flow) {
        updateProvider("postBrokerLoginFlowAlias", flow);
    }

    /** The flow of the first login with the identity provider, in place of the realm's. */
    public void bindFirstLogin(String flow) {
        updateProvider("firstBrokerLoginFlowAlias", flow);
    }

    private void updateProvider(String field, String value) {
        String path = realm.path("/identity-provider/instances/" + PARTNER);
        ObjectNode found = (ObjectNode) realm.admin().get(path).expect(200).body();
        realm.admin().put(path, found.put(field, value)).expect(204);
    }

    /** One more client, with these flows of its own by the name of the binding. */
    public void addClient(String clientId, Map<String, String> overrides) {
        realm.admin().post(realm.path("/clients"), client(clientId, overrides)).expect(201);
    }

    /** What {@code GET /Setup} says of the ways. */
    public List<ReportedWay> report() {
        return ReportedWay.all(realm.api(ApiRole.MANAGE, "manage-realm"));
    }

    public Ways ways() {
        return new Ways(this);
    }

    private static Map<String, Object> client(String clientId, Map<String, String> overrides) {
        Map<String, Object> client = new HashMap<>();
        client.put("clientId", clientId);
        client.put("publicClient", true);
        client.put("directAccessGrantsEnabled", true);
        client.put("redirectUris", List.of(Callback.uri()));
        client.put("authenticationFlowBindingOverrides", overrides);
        client.put("attributes", Map.of("oauth2.device.authorization.grant.enabled", "true"));
        return client;
    }

    private static Map<String, Object> representation(String name, Mailbox mailbox) {
        Map<String, Object> realm = new HashMap<>(FastRealm.SETTINGS);
        realm.put("realm", name + "-" + UUID.randomUUID());
        realm.put("enabled", true);
        realm.put("registrationAllowed", true);
        realm.put("resetPasswordAllowed", true);
        realm.putAll(OTP_POLICY);
        realm.put("smtpServer", mailbox.smtpSettings());
        return realm;
    }

    @Override
    public void close() {
        realm.close();
        brokered.provider().close();
        mailbox.close();
    }
}
