package io.verifytotp.keycloak.totp;

import java.util.Optional;

/**
 * A code in its only normal form: ASCII digits. Typed codes are normalised here, and only this form is compared and
 * recorded. With a second form, the same code could be used twice (CVE-2025-6014, CVE-2025-55003).
 *
 * <p>{@link #toString} does not print the digits.
 */
public final class OneTimeCode {
    /** Maximum length of the input, more than any code with separators has. */
    private static final int MAX_TYPED_LENGTH = 64;

    private final int number;
    private final int length;

    private OneTimeCode(int number, int length) {
        this.number = number;
        this.length = length;
    }

    /**
     * Parses a code of exactly {@code length} digits. White space of any kind, invisible formatting characters and
     * dashes are ignored. Decimal digits of every script are accepted. Empty for {@code null}, for any other character
     * and for any other number of digits.
     */
    public static Optional<OneTimeCode> parse(String typed, int length) {
        return read(typed).filter(code -> code.length == length);
    }

    /** True if {@link #parse} finds a code in {@code typed} for some number of digits that factors can have. */
    public static boolean looksLikeACode(String typed) {
        return read(typed).isPresent();
    }

    /** Reads a code of any length that codes can have. */
    private static Optional<OneTimeCode> read(String typed) {
        if (typed == null || typed.length() > MAX_TYPED_LENGTH) {
            return Optional.empty();
        }
        int number = 0;
        int length = 0;
        int character;
        for (int i = 0; i < typed.length(); i += Character.charCount(character)) {
            character = typed.codePointAt(i);
            if (Character.isDigit(character)) {
                length++;
                if (length > TotpParameters.MAX_DIGITS) {
                    return Optional.empty();
                }
                number = number * 10 + Character.digit(character, 10);
            } else if (!isSeparator(character)) {
                return Optional.empty();
            }
        }
        return length < TotpParameters.MIN_DIGITS ? Optional.empty() : Optional.of(new OneTimeCode(number, length));
    }

    /** Returns a computed code of that many digits, with zeros in front; {@code number} has no more digits. */
    static OneTimeCode of(int number, int length) {
        return new OneTimeCode(number, length);
    }

    /** Returns the ASCII digits, which Keycloak's store of used codes has in its keys. */
    public String expose() {
        String digits = Integer.toString(number);
        return "0".repeat(length - digits.length()) + digits;
    }

    /** Compares two codes as numbers, without a branch: the time does not depend on how many digits are right. */
    boolean sameAs(OneTimeCode other) {
        return ((number ^ other.number) | (length ^ other.length)) == 0;
    }

    private static boolean isSeparator(int character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || Character.getType(character) == Character.DASH_PUNCTUATION
                || Character.getType(character) == Character.FORMAT;
    }

    @Override
    public String toString() {
        return "OneTimeCode[" + length + " digits]";
    }
}
