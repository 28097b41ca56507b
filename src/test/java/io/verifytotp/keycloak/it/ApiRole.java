package io.verifytotp.keycloak.it;

/** The roles of the Verify API, on a realm's management client. */
final class ApiRole {
    static final String VIEW = "view-verify-totp";
    static final String CHALLENGE = "challenge-verify-totp";
    static final String MANAGE = "manage-verify-totp";
    static final String HELPDESK = "helpdesk-verify-totp";

    private ApiRole() {}
}
