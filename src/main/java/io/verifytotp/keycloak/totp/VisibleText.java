package io.verifytotp.keycloak.totp;

import java.util.regex.Pattern;

/** Normalises names to one line without invisible characters. */
public final class VisibleText {
    /**
     * Format characters of Unicode (category Cf), which change the direction of a text or have no width. The visible
     * ones around Arabic and Kaithi numbers are excluded.
     */
    private static final Pattern INVISIBLE = Pattern.compile(
            "[\\p{Cf}&&[^\\x{0600}-\\x{0605}\\x{06DD}\\x{0890}\\x{0891}\\x{08E2}\\x{110BD}\\x{110CD}]]+");

    private static final Pattern SPACES = Pattern.compile("(?U)[\\p{Cntrl}\\s]+");

    private VisibleText() {}

    /** Removes format characters and turns runs of control characters and white space into one space; may be empty. */
    public static String oneLine(String text) {
        return SPACES.matcher(INVISIBLE.matcher(text).replaceAll(""))
                .replaceAll(" ")
                .strip();
    }
}
