package io.verifytotp.keycloak.domain.id;

/** Public identifiers that several layers use and that configuration, exports and other software depend on. */
public final class Identifiers {
    /** Credential type, and reference category of the authenticators. */
    public static final String CREDENTIAL_TYPE = "verify-totp";

    /** Provider id and alias of the required action that enrolls; its configuration is the default Service. */
    public static final String REQUIRED_ACTION = "verify-totp-enroll";

    /** Provider id and alias of the required action that demands a proof before other required actions. */
    public static final String PROVE_ACTION = "verify-totp-prove";

    private Identifiers() {}
}
