package io.verifytotp.keycloak.it.support.api;

/** The roles of the Verify API, on a realm's management client. */
public final class ApiRole {
    public static final String VIEW = "view-verify-totp";
    public static final String CHALLENGE = "challenge-verify-totp";
    public static final String MANAGE = "manage-verify-totp";
    public static final String HELPDESK = "helpdesk-verify-totp";

    private ApiRole() {}
}
