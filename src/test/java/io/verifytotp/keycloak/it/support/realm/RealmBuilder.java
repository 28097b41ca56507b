package io.verifytotp.keycloak.it.support.realm;

import io.verifytotp.keycloak.it.support.http.AdminApi;
import io.verifytotp.keycloak.it.support.http.Callback;
import io.verifytotp.keycloak.it.support.mail.Mailbox;
import io.verifytotp.keycloak.it.support.server.KeycloakUnderTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Describes a realm with a name of its own, a public client and, unless told otherwise, a login with user name and
 * password alone.
 */
public final class RealmBuilder {
    private static final String CODE_CONFIG = "test code config";
    private static final String LEVEL_TWO = "test level two config";

    private final Map<String, Object> realm = new LinkedHashMap<>(FastRealm.SETTINGS);
    private final List<Object> users = new ArrayList<>();
    private final Map<String, Object> client = new HashMap<>();
    private final Flow browser = Flow.named("test browser").step("ALTERNATIVE", "auth-cookie");
    private final Flow forms =
            browser.subFlow("ALTERNATIVE", "test forms").step("REQUIRED", "auth-username-password-form");
    private final Flow directGrant = Flow.named("test direct grant")
            .step("REQUIRED", "direct-grant-validate-username")
            .step("REQUIRED", "direct-grant-validate-password");
    private final Flow passwordReset = Flow.named("test password reset")
            .step("REQUIRED", "reset-credentials-choose-user")
            .step("REQUIRED", "reset-credential-email")
            .step("REQUIRED", "reset-password");
    private final Flow passwordOnly = Flow.named("test password only").step("ALTERNATIVE", "auth-cookie");
    private final List<Object> clients = new ArrayList<>(List.of(client));
    private Map<String, String> codeConfig = Map.of();
    private Map<String, String> enrollConfig = Map.of();

    private RealmBuilder() {
        with("realm", "it-" + UUID.randomUUID());
        with("enabled", true);
        with("eventsEnabled", true);
        with("adminEventsEnabled", true);
        with("adminEventsDetailsEnabled", true);
        client.put("clientId", TestRealm.CLIENT_ID);
        client.put("publicClient", true);
        client.put("directAccessGrantsEnabled", true);
        client.put("redirectUris", List.of(Callback.uri()));
    }

    public static RealmBuilder aRealm() {
        return new RealmBuilder();
    }

    /** Any attribute of Keycloak's realm representation. */
    public RealmBuilder with(String attribute, Object value) {
        realm.put(attribute, value);
        return this;
    }

    public RealmBuilder user(String username) {
        users.add(TestUser.representation(username));
        return this;
    }

    /** A user with an id of its own, as an import may bring one. */
    public RealmBuilder userWithId(String id, String username) {
        Map<String, Object> user = new HashMap<>(TestUser.representation(username));
        user.put("id", id);
        users.add(user);
        return this;
    }

    /** The code follows the password; users without a factor have to enroll. */
    public RealmBuilder codeRequired() {
        forms.step("REQUIRED", "verify-totp-form", CODE_CONFIG);
        return this;
    }

    /** The code follows the password of those users who have a factor. */
    public RealmBuilder codeIfConfigured() {
        forms.subFlow("CONDITIONAL", "test second factor")
                .step("REQUIRED", "conditional-user-configured")
                .step("REQUIRED", "verify-totp-form", CODE_CONFIG);
        return this;
    }

    /** The code follows the password where level 2 is asked for; users without a factor have to enroll for it. */
    public RealmBuilder codeForLevelTwo() {
        forms.subFlow("CONDITIONAL", "test level two")
                .step("REQUIRED", "conditional-level-of-authentication", LEVEL_TWO)
                .step("REQUIRED", "verify-totp-form", CODE_CONFIG);
        return this;
    }

    /** The code follows the password of those users who have a factor; a recovery code is another way. */
    public RealmBuilder codeOrRecoveryCodeIfConfigured() {
        forms.subFlow("CONDITIONAL", "test second factor")
                .step("REQUIRED", "conditional-user-configured")
                .step("ALTERNATIVE", "verify-totp-form", CODE_CONFIG)
                .step("ALTERNATIVE", "auth-recovery-authn-code-form");
        return this;
    }

    /** One more page behind all others: a login that has got so far has not ended yet. */
    public RealmBuilder passwordOnceMore() {
        forms.step("REQUIRED", "auth-password-form");
        return this;
    }

    /** After the password comes a code, or the password once more for those without a factor or who prefer it. */
    public RealmBuilder codeOrPassword() {
        forms.subFlow("REQUIRED", "test either")
                .step("ALTERNATIVE", "verify-totp-form", CODE_CONFIG)
                .step("ALTERNATIVE", "auth-password-form");
        return this;
    }

    /** The code is a field of the password grant. */
    public RealmBuilder codeRequiredForDirectGrant() {
        directGrant.step("REQUIRED", "verify-totp-direct-grant");
        return this;
    }

    /** Users may reset a forgotten password by mail; the code is asked for before the new password. */
    public RealmBuilder codeRequiredForPasswordReset(Mailbox mailbox) {
        passwordReset.step("REQUIRED", "verify-totp-form", CODE_CONFIG);
        return passwordReset(mailbox);
    }

    /** Users may reset a forgotten password by mail. */
    public RealmBuilder passwordReset(Mailbox mailbox) {
        with("resetPasswordAllowed", true);
        with("resetCredentialsFlow", passwordReset.alias());
        return with("smtpServer", mailbox.smtpSettings());
    }

    /** One more client like the other, but with a browser flow of its own that asks for the password alone. */
    public RealmBuilder clientWithoutCode(String clientId) {
        passwordOnly.subFlow("ALTERNATIVE", "test password only forms").step("REQUIRED", "auth-username-password-form");
        Map<String, Object> other = new HashMap<>(client);
        other.put("clientId", clientId);
        other.put("authenticationFlowBindingOverrides", Map.of("browser", passwordOnly.id()));
        clients.add(other);
        return this;
    }

    /** The configuration of the execution {@code verify-totp-form}. */
    public RealmBuilder codeConfig(Map<String, String> config) {
        codeConfig = config;
        return this;
    }

    /** The configuration of the required action {@code verify-totp-enroll}: that of the default Service. */
    public RealmBuilder enrollConfig(Map<String, String> config) {
        enrollConfig = config;
        return this;
    }

    /** The claim {@code amr} in the client's tokens; {@link #codeConfig} says what our form adds to it. */
    public RealmBuilder amrMapper() {
        client.put(
                "protocolMappers",
                List.of(Map.of(
                        "name", "amr",
                        "protocol", "openid-connect",
                        "protocolMapper", "oidc-amr-mapper",
                        "config", Map.of("id.token.claim", "true", "access.token.claim", "true"))));
        return this;
    }

    /** Keycloak's own protection: after so many wrong answers the account waits for a minute. */
    public RealmBuilder bruteForceProtection(int failures) {
        return with("bruteForceProtected", true)
                .with("failureFactor", failures)
                .with("waitIncrementSeconds", 60)
                // Two wrong answers within this time count as a machine's, and tests are machines.
                .with("quickLoginCheckMilliSeconds", 0);
    }

    public TestRealm createOn(KeycloakUnderTest keycloak) {
        List<Object> flows = new ArrayList<>(browser.representations());
        flows.addAll(directGrant.representations());
        flows.addAll(passwordReset.representations());
        flows.addAll(passwordOnly.representations());
        with("authenticationFlows", flows);
        with("browserFlow", browser.alias());
        with("directGrantFlow", directGrant.alias());
        with(
                "authenticatorConfig",
                List.of(
                        Map.of("alias", CODE_CONFIG, "config", codeConfig),
                        Map.of(
                                "alias",
                                LEVEL_TWO,
                                "config",
                                Map.of("loa-condition-level", "2", "loa-max-age", "300"))));
        with("clients", clients);
        with("users", users);
        AdminApi admin = new AdminApi(keycloak);
        admin.createRealm(realm);
        TestRealm created = new TestRealm(keycloak, admin, (String) realm.get("realm"));
        if (!enrollConfig.isEmpty()) {
            created.configureEnrollment(enrollConfig);
        }
        return created;
    }
}
