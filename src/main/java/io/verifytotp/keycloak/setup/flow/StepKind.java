package io.verifytotp.keycloak.setup.flow;

import io.verifytotp.keycloak.domain.id.Identifiers;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How an authenticator of Keycloak 26.7.3, or one of ours, behaves at a login that begins without a session.
 *
 * @param credential the credential that it validates, which Keycloak offers as a choice; empty if it validates none
 * @param needsUser true if Keycloak demands that a step before has found the user
 * @param configured what it answers when a condition asks whether it is configured; for a credential the user decides
 */
record StepKind(Action action, Optional<Credential> credential, boolean needsUser, boolean configured) {
    /** Effect of a step when it runs. */
    enum Action {
        /** Keycloak goes on with the next step. */
        NOTHING,
        /** The step succeeds without a page. */
        SUCCEED,
        /** The login ends with an error page. */
        DENY,
        /** A page asks who the user is. */
        IDENTIFY,
        /** A page asks for user name and password. */
        LOG_IN,
        /** A page asks for the password, unless a passkey was used. */
        ASK_PASSWORD,
        /** A page asks for the credential. */
        ASK_CREDENTIAL,
        /** A page asks for something that is no proof of identity. */
        CONFIRM,
        /** The user follows a link in a mail. */
        MAIL,
        /** The user of the identity provider is created, if there is no account. */
        CREATE_USER,
        /** The existing account becomes the login's user. */
        USE_ACCOUNT,
        /** The step succeeds, and has set a new password. */
        SET_PASSWORD,
        /** A Kerberos ticket is accepted. */
        KERBEROS,
        /** The step succeeds, and the user has to set up Keycloak's OTP afterwards. */
        RENEW_OTP
    }

    /** Configured in realms that have organizations switched on. */
    static final String ORGANIZATION = "organization";

    /** Configured also by a passkey, where the realm's login pages accept passkeys. */
    static final String PASSWORD_FORM = "auth-password-form";

    private static final Map<String, StepKind> KNOWN = Map.ofEntries(
            Map.entry("auth-cookie", other(Action.NOTHING)),
            Map.entry("identity-provider-redirector", other(Action.NOTHING)),
            Map.entry(ORGANIZATION, other(Action.NOTHING)),
            Map.entry("auth-spnego", other(Action.KERBEROS)),
            Map.entry("allow-access-authenticator", unconfigured(Action.SUCCEED)),
            Map.entry("user-session-limits", other(Action.SUCCEED)),
            Map.entry("deny-access-authenticator", unconfigured(Action.DENY)),
            Map.entry("auth-username-form", other(Action.IDENTIFY)),
            Map.entry("auth-username-password-form", other(Action.LOG_IN)),
            Map.entry(PASSWORD_FORM, of(Action.ASK_PASSWORD, Credential.PASSWORD)),
            Map.entry("auth-otp-form", of(Action.ASK_CREDENTIAL, Credential.KEYCLOAK_OTP)),
            Map.entry("webauthn-authenticator", of(Action.ASK_CREDENTIAL, Credential.SECURITY_KEY)),
            Map.entry(
                    "webauthn-authenticator-passwordless",
                    new StepKind(Action.ASK_CREDENTIAL, Optional.of(Credential.PASSKEY), false, true)),
            Map.entry("auth-recovery-authn-code-form", of(Action.ASK_CREDENTIAL, Credential.RECOVERY_CODES)),
            Map.entry(Identifiers.FORM_AUTHENTICATOR, of(Action.ASK_CREDENTIAL, Credential.FACTOR)),
            Map.entry(Identifiers.DIRECT_GRANT_AUTHENTICATOR, of(Action.ASK_CREDENTIAL, Credential.FACTOR)),
            Map.entry("direct-grant-validate-username", other(Action.IDENTIFY)),
            Map.entry("direct-grant-validate-password", new StepKind(Action.LOG_IN, Optional.empty(), true, true)),
            Map.entry("direct-grant-validate-otp", of(Action.ASK_CREDENTIAL, Credential.KEYCLOAK_OTP)),
            Map.entry("reset-credentials-choose-user", other(Action.IDENTIFY)),
            Map.entry("reset-credential-email", other(Action.MAIL)),
            Map.entry("reset-password", new StepKind(Action.SET_PASSWORD, Optional.empty(), true, true)),
            Map.entry("reset-otp", of(Action.RENEW_OTP, Credential.KEYCLOAK_OTP)),
            Map.entry("registration-page-form", other(Action.IDENTIFY)),
            Map.entry("idp-review-profile", other(Action.CONFIRM)),
            Map.entry("idp-create-user-if-unique", other(Action.CREATE_USER)),
            Map.entry("idp-detect-existing-broker-user", other(Action.USE_ACCOUNT)),
            Map.entry("idp-auto-link", unconfigured(Action.USE_ACCOUNT)),
            Map.entry("idp-confirm-link", unconfigured(Action.CONFIRM)),
            Map.entry("idp-confirm-override-link", unconfigured(Action.CONFIRM)),
            Map.entry("idp-email-verification", unconfigured(Action.MAIL)),
            Map.entry("idp-username-password-form", other(Action.LOG_IN)),
            Map.entry("idp-add-organization-member", new StepKind(Action.NOTHING, Optional.empty(), true, false)));

    /** The authenticators that send a user without their credential to set it up, where they are required. */
    private static final Set<String> SET_UP = Set.of(
            "auth-otp-form",
            "webauthn-authenticator",
            "auth-recovery-authn-code-form",
            Identifiers.FORM_AUTHENTICATOR,
            Identifiers.DIRECT_GRANT_AUTHENTICATOR);

    /** Keycloak's pages that also take a passkey, where the realm has passkeys switched on. */
    private static final Set<String> TAKE_PASSKEYS =
            Set.of("auth-username-form", "auth-username-password-form", PASSWORD_FORM, "idp-username-password-form");

    static boolean takesPasskey(String provider) {
        return TAKE_PASSKEYS.contains(provider);
    }

    /** Returns whether Keycloak lets users set up what that authenticator needs. */
    static boolean allowsSetUp(String provider) {
        return SET_UP.contains(provider);
    }

    /** Returns the credential under which Keycloak offers that step; none for steps that it offers by themselves. */
    static Optional<Credential> choice(String provider) {
        return provider.equals(Identifiers.DIRECT_GRANT_AUTHENTICATOR)
                ? Optional.empty()
                : of(provider).flatMap(StepKind::credential);
    }

    /** Returns how that authenticator behaves; empty if this version does not know it. */
    static Optional<StepKind> of(String provider) {
        return Optional.ofNullable(KNOWN.get(provider));
    }

    private static StepKind of(Action action, Credential credential) {
        return new StepKind(action, Optional.of(credential), true, true);
    }

    private static StepKind other(Action action) {
        return new StepKind(action, Optional.empty(), false, true);
    }

    private static StepKind unconfigured(Action action) {
        return new StepKind(action, Optional.empty(), false, false);
    }
}
