package io.verifytotp.keycloak.it.support.realm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.http.Form;
import java.util.Map;

/** What README.md and docs/operate.md tell operators to click, over the Admin API and in the same order. */
public final class Recipes {
    /** Both are needed: without the age tokens do not name the reference. */
    private static final Map<String, String> AS_OTP =
            Map.of("default.reference.value", "otp", "default.reference.maxAge", "300");

    private static final Map<String, String> NO_PASSKEY = Map.of("credentials", "webauthn-passwordless");
    private static final String SECOND_FACTOR = "Browser - Conditional 2FA";

    private Recipes() {}

    /** README: everybody needs a factor, except for a login with a passkey. */
    public static void everybody(TestRealm realm) {
        FlowEditor copy = FlowEditor.duplicate(realm, "browser");
        copy.in(SECOND_FACTOR)
                .remove(
                        "conditional-user-configured",
                        "auth-otp-form",
                        "webauthn-authenticator",
                        "auth-recovery-authn-code-form")
                .add("REQUIRED", "verify-totp-form", AS_OTP);
        copy.bind("browserFlow");
        switchOff(realm, "CONFIGURE_TOTP");
    }

    /** README: the same in one call, in a realm with Keycloak's browser flow. */
    public static void everybodyInOneCall(TestRealm realm) {
        FlowEditor.of(realm, "browser").bind("browserFlow");
        setUp(realm);
    }

    private static void setUp(TestRealm realm) {
        realm.api(ApiRole.MANAGE, "manage-realm")
                .post("/Setup", Form.of("Mode", "everybody"))
                .expect(200);
    }

    public static void onlyThoseWhoHaveOne(TestRealm realm) {
        FlowEditor copy = FlowEditor.duplicate(realm, "browser");
        copy.in(SECOND_FACTOR).set("DISABLED", "auth-otp-form").add("ALTERNATIVE", "verify-totp-form", AS_OTP);
        copy.bind("browserFlow");
        switchOff(realm, "CONFIGURE_TOTP");
    }

    /** Everybody needs a factor, and a recovery code stands in for a lost one. */
    public static void everybodyWithRecoveryCodes(TestRealm realm) {
        FlowEditor copy = FlowEditor.duplicate(realm, "browser");
        FlowEditor asked = copy.in(SECOND_FACTOR)
                .set("DISABLED", "auth-otp-form")
                .set("ALTERNATIVE", "auth-recovery-authn-code-form")
                .add("ALTERNATIVE", "verify-totp-form", AS_OTP);
        copy.in("forms")
                .addSubFlow("CONDITIONAL", "set-up")
                .add(
                        "REQUIRED",
                        "conditional-sub-flow-executed",
                        Map.of("flow_to_check", asked.alias(), "check_result", "not-executed"))
                .add("REQUIRED", "conditional-credential", NO_PASSKEY)
                .add("REQUIRED", "verify-totp-form", AS_OTP);
        copy.bind("browserFlow");
        realm.configureEnrollment(Map.of("recoveryCodes", "on"));
        switchOff(realm, "CONFIGURE_TOTP");
    }

    /** The same in one call, which leaves recovery codes where they are an alternative already. */
    public static void everybodyInOneCallBesideRecoveryCodes(TestRealm realm) {
        FlowEditor copy = FlowEditor.duplicate(realm, "browser");
        copy.in(SECOND_FACTOR).set("ALTERNATIVE", "auth-recovery-authn-code-form");
        copy.bind("browserFlow");
        realm.configureEnrollment(Map.of("recoveryCodes", "on"));
        setUp(realm);
    }

    /** The password is level 1, the code level 2. */
    public static void levels(TestRealm realm) {
        FlowEditor copy = FlowEditor.duplicate(realm, "browser");
        FlowEditor forms =
                copy.in("forms").remove("auth-username-password-form").removeSubFlow(SECOND_FACTOR);
        forms.addSubFlow("CONDITIONAL", "level 1")
                .add("REQUIRED", "conditional-level-of-authentication", level("1", "36000"))
                .add("REQUIRED", "auth-username-password-form");
        forms.addSubFlow("CONDITIONAL", "level 2")
                .add("REQUIRED", "conditional-level-of-authentication", level("2", "300"))
                .add("REQUIRED", "verify-totp-form", AS_OTP);
        copy.bind("browserFlow");
    }

    /** <i>Minimum ACR Value</i> of the client. */
    public static void levelTwoFor(TestRealm realm, String clientId) {
        attribute(realm, clientId, "minimum.acr.value", "2");
    }

    /** <i>OAuth 2.0 Device Authorization Grant</i> of the client. */
    public static void deviceFlowFor(TestRealm realm, String clientId) {
        attribute(realm, clientId, "oauth2.device.authorization.grant.enabled", "true");
    }

    private static void attribute(TestRealm realm, String clientId, String name, String value) {
        String clients = realm.path("/clients");
        ObjectNode client = (ObjectNode) realm.admin()
                .get(clients + "?clientId=" + clientId)
                .expect(200)
                .body()
                .get(0);
        client.withObjectProperty("attributes").put(name, value);
        realm.admin().put(clients + '/' + client.get("id").asText(), client).expect(204);
    }

    /** Whoever is new is led through the set-up, however the account was made. */
    public static void newAccounts(TestRealm realm) {
        change(realm, "verify-totp-enroll", "defaultAction", true);
    }

    public static void passwordReset(TestRealm realm) {
        FlowEditor copy = FlowEditor.duplicate(realm, "reset credentials");
        copy.add("REQUIRED", "verify-totp-form", AS_OTP).bind("resetCredentialsFlow");
    }

    public static void directGrant(TestRealm realm) {
        FlowEditor copy = FlowEditor.duplicate(realm, "direct grant");
        copy.add("REQUIRED", "verify-totp-direct-grant").bind("directGrantFlow");
    }

    /** Before an account of an identity provider is linked. */
    public static void firstBrokerLogin(TestRealm realm) {
        FlowEditor copy = FlowEditor.duplicate(realm, "first broker login");
        copy.in("Handle Existing Account").add("REQUIRED", "verify-totp-form", AS_OTP);
        copy.bind("firstBrokerLoginFlow");
    }

    /** After each login at that identity provider. */
    public static void postBrokerLogin(TestRealm realm, String provider) {
        FlowEditor flow = FlowEditor.create(realm, "after an identity provider");
        flow.add("REQUIRED", "verify-totp-form", AS_OTP);
        String path = realm.path("/identity-provider/instances/" + provider);
        ObjectNode found = (ObjectNode) realm.admin().get(path).expect(200).body();
        realm.admin()
                .put(path, found.put("postBrokerLoginFlowAlias", flow.alias()))
                .expect(204);
    }

    /** Under <i>Required actions</i>. */
    public static void switchOff(TestRealm realm, String action) {
        change(realm, action, "enabled", false);
    }

    /** What was read goes back with it: a PUT without the configuration would empty it. */
    private static void change(TestRealm realm, String action, String property, boolean value) {
        String path = realm.path("/authentication/required-actions/" + action);
        ObjectNode found = (ObjectNode) realm.admin().get(path).expect(200).body();
        realm.admin().put(path, found.put(property, value)).expect(204);
    }

    private static Map<String, String> level(String level, String maxAge) {
        return Map.of("loa-condition-level", level, "loa-max-age", maxAge);
    }
}
