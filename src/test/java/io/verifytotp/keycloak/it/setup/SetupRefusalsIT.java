package io.verifytotp.keycloak.it.setup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.MasterCallers;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.realm.FlowEditor;
import io.verifytotp.keycloak.it.support.realm.Recipes;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Requests that can't be fulfilled: each is refused with the reason, and nothing is changed. */
class SetupRefusalsIT {
    @AutoClose
    private final TestRealm realm = PlainRealm.on(SharedKeycloak.get());

    private final SetupCalls calls = SetupCalls.of(realm);

    private void assertRefused(String mode, String ways, String reason) {
        Map<String, JsonNode> before = RealmState.of(realm);

        ApiReply reply = calls.post(mode, ways);

        assertThat(reply.expectError(409, 20409).message()).contains(reason);
        assertThat(RealmState.of(realm)).isEqualTo(before);
        calls.post(mode, ways, "DryRun", "true").expectError(409, 20409);
    }

    @Test
    void wrongParameters() {
        VerifyApi api = calls.api();

        api.post("/Setup", Form.of()).expectInvalid("Mode");
        calls.post("all", "browser").expectInvalid("Mode");
        calls.post("everybody", "browser,door").expectInvalid("Ways");
        calls.post("everybody", "all,door").expectInvalid("Ways");
        calls.post("everybody", ",").expectInvalid("Ways");
        calls.post("everybody", "browser", "DryRun", "yes").expectInvalid("DryRun");
        calls.post("everybody", "browser", "Confirm", realm.name()).expectInvalid("Confirm");
        calls.post("everybody", "browser", "Providers", "nobody's").expectInvalid("Providers");
        assertThat(calls.dryRun("everybody", "all")).isNotEmpty();
    }

    @Test
    void theRequiredActionIsOff() {
        Recipes.switchOff(realm, "verify-totp-enroll");

        assertRefused("everybody", "all", "verify-totp-enroll is missing or off");
    }

    @Test
    void theRequiredActionIsMissing() {
        realm.admin()
                .delete(realm.path("/authentication/required-actions/verify-totp-enroll"))
                .expect(204);

        assertRefused("enrolled", "browser", "verify-totp-enroll is missing or off");
    }

    @Test
    void aFlowWithoutAPassword() {
        FlowEditor.create(realm, "cookies").add("REQUIRED", "auth-cookie").bind("browserFlow");

        assertRefused("everybody", "all", "has no step that asks for the password");
    }

    @Test
    void anUnknownConditionOfTheSecondFactor() {
        FlowEditor copy = FlowEditor.duplicate(realm, "browser");
        copy.in("Browser - Conditional 2FA").add("REQUIRED", "conditional-user-role");
        copy.bind("browserFlow");

        assertRefused("everybody", "browser", "has the condition 'conditional-user-role'");
    }

    @Test
    void keycloaksOtpBesideThePassword() {
        FlowEditor copy = FlowEditor.duplicate(realm, "browser");
        copy.in("forms").removeSubFlow("Browser - Conditional 2FA").add("REQUIRED", "auth-otp-form");
        copy.bind("browserFlow");

        assertRefused("everybody", "browser", "is beside the password");
    }

    @Test
    void keycloaksOtpForEverybodyInADirectGrant() {
        FlowEditor copy = FlowEditor.duplicate(realm, "direct grant");
        copy.removeSubFlow("Direct Grant - Conditional OTP").add("REQUIRED", "direct-grant-validate-otp");
        copy.bind("directGrantFlow");

        assertRefused("enrolled", "direct-grant", "requires Keycloak's OTP of everybody");
    }

    @Test
    void aChangedCopyOfTheOtherMode() {
        calls.apply("enrolled", "browser");
        FlowEditor.of(realm, "browser - Verify TOTP").set("ALTERNATIVE", "auth-spnego");

        assertRefused("everybody", "browser", "changed since");
        assertThat(calls.apply("enrolled", "browser")).isEmpty();
    }

    @Test
    void theClientAndTheReasonAreNamed() {
        FlowEditor cookies = FlowEditor.create(realm, "cookies").add("REQUIRED", "auth-cookie");
        override("A", cookies);

        assertRefused("everybody", "client-overrides", "'cookies', the browser flow of the client 'A'");
    }

    /** A step of ours is there, so the flow is left as it is, but asks fewer than promised. */
    @Test
    void whoWouldNotBeAskedIsNamed() {
        FlowEditor flow = FlowEditor.create(realm, "cond").add("REQUIRED", "auth-username-password-form");
        flow.addSubFlow("CONDITIONAL", "code")
                .add("REQUIRED", "conditional-user-configured")
                .add("REQUIRED", "verify-totp-form");
        override("A", flow);

        assertRefused(
                "everybody",
                "client-overrides",
                "The way in 'client-override' of 'A' (flow 'cond') would ask enrolled, not everybody:"
                        + " users without a factor get in without setting one up");
    }

    private void override(String client, FlowEditor flow) {
        Map<String, Object> representation = new HashMap<>(PlainRealm.client(client));
        representation.put("authenticationFlowBindingOverrides", Map.of("browser", flow.id()));
        realm.admin().post(realm.path("/clients"), representation).expect(201);
    }

    @Test
    void theRealmOfAdministratorsWithoutConfirmation() {
        try (MasterCallers callers = new MasterCallers(realm.master())) {
            VerifyApi master = callers.api(callers.addProgram("manage-verify-totp", "manage-realm"));
            Form form = Form.of("Mode", "everybody", "Ways", "browser");

            master.post("/Setup", form).expectInvalid("Confirm");

            assertThat(SetupCalls.changes(master.post("/Setup", form.and("DryRun", "true"))))
                    .isNotEmpty();
        }
    }
}
