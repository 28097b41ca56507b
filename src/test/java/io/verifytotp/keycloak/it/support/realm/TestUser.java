package io.verifytotp.keycloak.it.support.realm;

import java.util.List;
import java.util.Map;

/** Somebody who can log in. */
public record TestUser(String id, String username) {
    /** As Keycloak's user representation; complete, or the login would stop to ask for the rest. */
    public static Map<String, Object> representation(String username) {
        return Map.of(
                "username",
                username,
                "enabled",
                true,
                "email",
                username + "@example.org",
                "emailVerified",
                true,
                "firstName",
                "First of " + username,
                "lastName",
                "Last of " + username,
                "credentials",
                List.of(Map.of("type", "password", "value", password(username))));
    }

    public String password() {
        return password(username);
    }

    private static String password(String username) {
        return username + "-password";
    }
}
