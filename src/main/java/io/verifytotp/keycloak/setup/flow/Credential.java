package io.verifytotp.keycloak.setup.flow;

import io.verifytotp.keycloak.domain.id.Identifiers;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Credentials that a user can log in with. */
public enum Credential {
    PASSWORD("password", null, null),
    FACTOR(Identifiers.CREDENTIAL_TYPE, null, Identifiers.REQUIRED_ACTION),
    KEYCLOAK_OTP("otp", "keycloak-otp", "CONFIGURE_TOTP"),
    PASSKEY("webauthn-passwordless", "passkey", "webauthn-register-passwordless"),
    SECURITY_KEY("webauthn", "security-key", "webauthn-register"),
    RECOVERY_CODES("recovery-authn-codes", "recovery-code", "CONFIGURE_RECOVERY_AUTHN_CODES");

    private final String type;
    private final @Nullable String exemption;
    private final @Nullable String action;

    Credential(String type, @Nullable String exemption, @Nullable String action) {
        this.type = type;
        this.exemption = exemption;
        this.action = action;
    }

    /** Keycloak's credential type. */
    String type() {
        return type;
    }

    /** Returns the API's word for what is given instead of a code; empty for the password and the factor. */
    Optional<String> exemption() {
        return Optional.ofNullable(exemption);
    }

    /** Returns the alias of the required action that sets it up; empty for the password. */
    Optional<String> action() {
        return Optional.ofNullable(action);
    }
}
