package io.verifytotp.keycloak.domain.id;

/** Public identifiers that several layers use and that configuration, exports and other software depend on. */
public final class Identifiers {
    /** Credential type, and reference category of the authenticators. */
    public static final String CREDENTIAL_TYPE = "verify-totp";

    /** Provider id of the authenticator that asks for a code on a page. */
    public static final String FORM_AUTHENTICATOR = "verify-totp-form";

    /** Provider id of the authenticator that takes the code of a direct grant. */
    public static final String DIRECT_GRANT_AUTHENTICATOR = "verify-totp-direct-grant";

    /** Provider id and alias of the required action that enrolls; its configuration is the default Service. */
    public static final String REQUIRED_ACTION = "verify-totp-enroll";

    /** Provider id and alias of the required action that demands a proof before other required actions. */
    public static final String PROVE_ACTION = "verify-totp-prove";

    /** Provider id and alias of the required action by which a user confirms or declines one operation. */
    public static final String CONFIRM_ACTION = "verify-totp-confirm";

    private Identifiers() {}
}
