package io.verifytotp.keycloak.it.setup;

import io.verifytotp.keycloak.it.support.realm.Flow;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.KeycloakUnderTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Describes a realm that somebody has configured in a way of their own. */
final class OddRealm {
    private static final Map<String, String> PASSKEY = Map.of("credentials", "webauthn-passwordless");

    private final Map<String, Object> realm = new HashMap<>();
    private final List<Object> flows = new ArrayList<>();
    private final List<Object> clients = new ArrayList<>(List.of(PlainRealm.client(TestRealm.CLIENT_ID)));
    private final List<Object> configs = new ArrayList<>(List.of(config("passkey", PASSKEY)));
    private final List<Map<String, Object>> providers = new ArrayList<>();

    OddRealm with(String attribute, Object value) {
        realm.put(attribute, value);
        return this;
    }

    /** A flow that is bound in the realm's attribute, such as {@code browserFlow}. */
    OddRealm bound(String binding, Flow flow) {
        return flow(flow).with(binding, flow.alias());
    }

    OddRealm flow(Flow flow) {
        flows.addAll(flow.representations());
        return this;
    }

    OddRealm option(String alias, Map<String, String> values) {
        configs.add(config(alias, values));
        return this;
    }

    private static Map<String, Object> config(String alias, Map<String, String> values) {
        return Map.of("alias", alias, "config", values);
    }

    /** A client with a flow of its own for {@code browser} or {@code direct_grant}. */
    OddRealm client(String clientId, String binding, String flowId) {
        Map<String, Object> client = new HashMap<>(PlainRealm.client(clientId));
        client.put("authenticationFlowBindingOverrides", Map.of(binding, flowId));
        clients.add(client);
        return this;
    }

    OddRealm provider(String alias, String... more) {
        Map<String, Object> provider = new HashMap<>(Map.of("alias", alias, "providerId", "github", "enabled", true));
        for (int i = 0; i < more.length; i += 2) {
            provider.put(more[i], more[i + 1]);
        }
        providers.add(provider);
        return this;
    }

    TestRealm on(KeycloakUnderTest keycloak) {
        realm.put("authenticationFlows", flows);
        realm.put("authenticatorConfig", configs);
        realm.put("clients", clients);
        TestRealm created = PlainRealm.on(keycloak, realm);
        providers.forEach(provider -> created.admin()
                .post(created.path("/identity-provider/instances"), provider)
                .expect(201));
        return created;
    }

    /** A browser flow with a password, and what {@link #secondFactor} adds. */
    static Flow browser(String alias) {
        Flow flow = Flow.named(alias).step("ALTERNATIVE", "auth-cookie");
        forms(flow, alias).step("REQUIRED", "auth-username-password-form");
        return flow;
    }

    static Flow browserWithSecondFactor(String alias) {
        Flow flow = Flow.named(alias).step("ALTERNATIVE", "auth-cookie");
        secondFactor(forms(flow, alias).step("REQUIRED", "auth-username-password-form"), alias);
        return flow;
    }

    static Flow forms(Flow flow, String alias) {
        return flow.subFlow("ALTERNATIVE", alias + " f");
    }

    static Flow secondFactor(Flow forms, String alias) {
        return forms.subFlow("CONDITIONAL", alias + " 2")
                .step("REQUIRED", "conditional-user-configured")
                .step("REQUIRED", "conditional-credential", "passkey")
                .step("ALTERNATIVE", "auth-otp-form")
                .step("DISABLED", "auth-recovery-authn-code-form");
    }

    static Flow directGrant(String alias) {
        return Flow.named(alias)
                .step("REQUIRED", "direct-grant-validate-username")
                .step("REQUIRED", "direct-grant-validate-password");
    }

    static Flow firstLogin(String alias) {
        return Flow.named(alias).step("DISABLED", "idp-review-profile");
    }
}
