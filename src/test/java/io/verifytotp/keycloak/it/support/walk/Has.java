package io.verifytotp.keycloak.it.support.walk;

/** Credentials that a person has besides a password. */
public enum Has {
    FACTOR,
    /** Too many wrong codes, so that no code is accepted for a while. */
    LOCKED_FACTOR,
    DISABLED_FACTOR,
    RECOVERY_CODES,
    KEYCLOAK_OTP,
    SECURITY_KEY,
    PASSKEY,
    /** The role that conditions of random flows look for. */
    ROLE,
    /** The last name that conditions of random flows look for. */
    NAME;

    public boolean isFactor() {
        return this == FACTOR || this == LOCKED_FACTOR || this == DISABLED_FACTOR;
    }
}
