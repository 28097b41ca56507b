package io.verifytotp.keycloak.totp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
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

    private final byte[] digits;

    private OneTimeCode(byte... digits) {
        this.digits = digits;
    }

    /**
     * Parses a code of exactly {@code length} digits. White space of any kind, invisible formatting characters and
     * dashes are ignored. Decimal digits of every script are accepted. Empty for {@code null}, for any other character
     * and for any other number of digits.
     */
    public static Optional<OneTimeCode> parse(String typed, int length) {
        return digits(typed)
                .filter(digits -> digits.length() == length)
                .map(digits -> new OneTimeCode(digits.getBytes(StandardCharsets.US_ASCII)));
    }

    /** True if {@link #parse} finds a code in {@code typed} for some number of digits that factors can have. */
    public static boolean looksLikeACode(String typed) {
        return digits(typed)
                .filter(digits -> digits.length() >= TotpParameters.MIN_DIGITS)
                .filter(digits -> digits.length() <= TotpParameters.MAX_DIGITS)
                .isPresent();
    }

    private static Optional<String> digits(String typed) {
        if (typed == null || typed.length() > MAX_TYPED_LENGTH) {
            return Optional.empty();
        }
        StringBuilder normal = new StringBuilder();
        int character;
        for (int i = 0; i < typed.length(); i += Character.charCount(character)) {
            character = typed.codePointAt(i);
            if (isSeparator(character)) {
                continue;
            }
            if (Character.getType(character) != Character.DECIMAL_DIGIT_NUMBER) {
                return Optional.empty();
            }
            normal.append(Character.digit(character, 10));
        }
        return Optional.of(normal.toString());
    }

    /** Returns a computed code of that many digits, with zeros in front; {@code number} has no more digits. */
    static OneTimeCode of(int number, int length) {
        byte[] digits = new byte[length];
        int rest = number;
        for (int i = length - 1; i >= 0; i--) {
            digits[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return new OneTimeCode(digits);
    }

    /** Returns the ASCII digits, which Keycloak's store of used codes has in its keys. */
    public String expose() {
        return new String(digits, StandardCharsets.US_ASCII);
    }

    /** Compares two codes in a time that depends on their length only. */
    boolean sameAs(OneTimeCode other) {
        return MessageDigest.isEqual(digits, other.digits);
    }

    private static boolean isSeparator(int character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || Character.getType(character) == Character.DASH_PUNCTUATION
                || Character.getType(character) == Character.FORMAT;
    }

    @Override
    public String toString() {
        return "OneTimeCode[" + digits.length + " digits]";
    }
}
