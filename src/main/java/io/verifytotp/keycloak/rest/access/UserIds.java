package io.verifytotp.keycloak.rest.access;

import java.util.regex.Pattern;

/** Ids of users as Keycloak has them: any text, because imports and user storage bring their own. */
public final class UserIds {
    public static final int LONGEST = 255;

    /** Keycloak takes what begins like this apart at the second colon, and fails where there is none. */
    private static final String OF_STORAGE = "f:";

    private static final Pattern STORAGE_AND_ID = Pattern.compile("f:[^:]+:.+", Pattern.DOTALL);

    private UserIds() {}

    /** Whether Keycloak can be asked for a user of that id; it says whether there is one. */
    public static boolean isPossible(String id) {
        return !id.isEmpty()
                && id.length() <= LONGEST
                && id.indexOf('\0') < 0 // which databases refuse
                && (!id.startsWith(OF_STORAGE) || STORAGE_AND_ID.matcher(id).matches());
    }
}
