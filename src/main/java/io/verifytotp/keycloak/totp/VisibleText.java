package io.verifytotp.keycloak.totp;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Normalises names to one line without invisible characters, and makes the invisible visible. */
public final class VisibleText {
    /**
     * Format characters of Unicode (category Cf), which change the direction of a text or have no width. The visible
     * ones around Arabic and Kaithi numbers are excluded.
     */
    private static final Pattern INVISIBLE = Pattern.compile(
            "[\\p{Cf}&&[^\\x{0600}-\\x{0605}\\x{06DD}\\x{0890}\\x{0891}\\x{08E2}\\x{110BD}\\x{110CD}]]+");

    private static final Pattern SPACES = Pattern.compile("(?U)[\\p{Cntrl}\\s]+");

    /** Characters of other categories that take no ink: fillers of Hangul, Khmer and Braille, and the grapheme joiner. */
    private static final Set<Integer> BLANK =
            Set.of(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x2800, 0x3164, 0xFFA0);

    private static final int NON_JOINER = 0x200C;
    private static final int JOINER = 0x200D;

    /** Scripts and symbols that joiners belong to begin after the letters of Latin. */
    private static final int FIRST_JOINED = 0x0300;

    private VisibleText() {}

    /**
     * Replaces what people would not see, or what would change the order of a text, by its code point: U+202E becomes
     * {@code [U+202E]}. Spaces stay, and joiners within words of scripts that need them.
     */
    public static String marked(String text) {
        int[] points = text.codePoints().toArray();
        StringBuilder marked = new StringBuilder(text.length());
        for (int i = 0; i < points.length; i++) {
            if (isShown(points, i)) {
                marked.appendCodePoint(points[i]);
            } else {
                marked.append(String.format(Locale.ROOT, "[U+%04X]", points[i]));
            }
        }
        return marked.toString();
    }

    private static boolean isShown(int[] points, int i) {
        int point = points[i];
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            case Character.FORMAT ->
                !INVISIBLE.matcher(Character.toString(point)).matches() || isJoinerWithinAWord(points, i);
            default -> !BLANK.contains(point);
        };
    }

    private static boolean isJoinerWithinAWord(int[] points, int i) {
        return (points[i] == NON_JOINER || points[i] == JOINER)
                && i > 0
                && i < points.length - 1
                && isJoined(points[i - 1])
                && isJoined(points[i + 1]);
    }

    private static boolean isJoined(int point) {
        return point >= FIRST_JOINED
                && Character.getType(point) != Character.FORMAT
                && !Character.isSpaceChar(point)
                && !BLANK.contains(point);
    }

    /** Removes format characters and turns runs of control characters and white space into one space; may be empty. */
    public static String oneLine(String text) {
        return SPACES.matcher(INVISIBLE.matcher(text).replaceAll(""))
                .replaceAll(" ")
                .strip();
    }
}
