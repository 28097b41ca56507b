package io.verifytotp.keycloak.totp;

import java.util.regex.Pattern;

/** Names that people read: on one line, without characters that nobody sees. */
public final class VisibleText {
    /**
     * Format characters of Unicode (category Cf): they turn the direction of a text, or have no width at all. Signs
     * that stand around Arabic and Kaithi numbers are in that category, but are seen.
     */
    private static final Pattern UNSEEN = Pattern.compile(
            "[\\p{Cf}&&[^\\x{0600}-\\x{0605}\\x{06DD}\\x{0890}\\x{0891}\\x{08E2}\\x{110BD}\\x{110CD}]]+");

    private static final Pattern SPACES = Pattern.compile("(?U)[\\p{Cntrl}\\s]+");

    private VisibleText() {}

    /** The text without format characters, runs of control characters and white space as one space; may be empty. */
    public static String oneLine(String text) {
        return SPACES.matcher(UNSEEN.matcher(text).replaceAll(""))
                .replaceAll(" ")
                .strip();
    }
}
