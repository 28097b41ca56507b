package io.verifytotp.keycloak.rest.access;

import java.util.regex.Pattern;

/** Ids of Keycloak users: any text, because imports and user storage bring their own. */
public final class UserIds {
    public static final int LONGEST = 255;

    /** Keycloak splits an id with this prefix at the second colon, and fails if there is none. */
    private static final String OF_STORAGE = "f:";

    private static final Pattern STORAGE_AND_ID = Pattern.compile("f:[^:]+:.+", Pattern.DOTALL);

    private UserIds() {}

    /** Returns whether Keycloak can look up a user by that text without failing. */
    public static boolean isPossible(String id) {
        return !id.isEmpty()
                && id.length() <= LONGEST
                && id.indexOf('\0') < 0 // databases refuse it
                && (!id.startsWith(OF_STORAGE) || STORAGE_AND_ID.matcher(id).matches());
    }
}
