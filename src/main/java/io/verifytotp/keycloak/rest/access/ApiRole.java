package io.verifytotp.keycloak.rest.access;

import java.util.Arrays;
import java.util.List;

/**
 * Roles for callers of the API. Each is a role of the client {@code realm-management} of every realm, and of the realm's
 * client in the realm {@code master}.
 */
public enum ApiRole {
    VIEW("view-verify-totp", "Read Services, Entities, Factors and Challenges of Verify TOTP"),
    CHALLENGE("challenge-verify-totp", "Make and answer Challenges of Verify TOTP, and read its Factors"),
    HELPDESK("helpdesk-verify-totp", "Unlock and remove Factors of Verify TOTP, and read, but never make one"),
    MANAGE("manage-verify-totp", "Everything over the API of Verify TOTP");

    private final String roleName;
    private final String description;

    ApiRole(String roleName, String description) {
        this.roleName = roleName;
        this.description = description;
    }

    public String roleName() {
        return roleName;
    }

    public String description() {
        return description;
    }

    /** Returns all names, for composites. */
    public static List<String> names() {
        return Arrays.stream(values()).map(ApiRole::roleName).toList();
    }
}
