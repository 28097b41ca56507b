package io.verifytotp.keycloak.totp;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.codec.binary.Base32;

/**
 * The secret that a factor shares with its authenticator app.
 *
 * <p>It cannot print itself and has no {@code equals}: whoever needs the bytes calls {@link #expose()}
 * or {@link #exposeBase32()}, so that every such place is found by one search.
 */
public final class Seed {
    /** RFC 4226 §4 R6: at least 128 bits. */
    public static final int MIN_BYTES = 16;

    /** The longest block of a MAC that we use (SHA-512); more bytes would only be hashed down. */
    public static final int MAX_BYTES = 128;

    private static final Pattern BASE32 = Pattern.compile("([A-Za-z2-7]+)={0,6}");
    private static final Pattern SEPARATORS = Pattern.compile("[\\s-]+");

    /** Characters after the last whole group of 8 that hold whole bytes (RFC 4648 §6). */
    private static final Pattern WHOLE_BYTES = Pattern.compile("(.{8})*(|.{2}|.{4}|.{5}|.{7})");

    /** No seed is written with more characters, separators included. */
    private static final int MAX_TYPED_LENGTH = 512;

    private final byte[] bytes;

    private Seed(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A seed of these bytes, which are copied.
     *
     * @throws IllegalArgumentException for fewer than {@value #MIN_BYTES} bytes
     */
    public static Seed of(byte[] bytes) {
        if (bytes.length < MIN_BYTES) {
            throw new IllegalArgumentException("a seed needs at least " + MIN_BYTES + " bytes, got " + bytes.length);
        }
        return new Seed(bytes.clone());
    }

    /** A new seed, as long as the output of the algorithm's MAC (RFC 6238 §3 R5 and R6). */
    public static Seed random(HashAlgorithm algorithm, SecureRandom random) {
        byte[] bytes = new byte[algorithm.macLength()];
        random.nextBytes(bytes);
        return new Seed(bytes);
    }

    /**
     * The seed that this Base32 text stands for (RFC 4648 §6), as other systems export it: upper or lower case, with
     * or without padding, in groups parted by spaces or hyphens. Empty for any other character, for a length that is
     * no whole number of bytes, and for fewer than {@value #MIN_BYTES} or more than {@value #MAX_BYTES} bytes.
     */
    public static Optional<Seed> ofBase32(String text) {
        if (text.length() > MAX_TYPED_LENGTH) {
            return Optional.empty();
        }
        String typed = SEPARATORS.matcher(text).replaceAll("");
        var written = BASE32.matcher(typed);
        if (!written.matches() || !WHOLE_BYTES.matcher(written.group(1)).matches()) {
            return Optional.empty();
        }
        byte[] bytes = new Base32().decode(written.group(1).toUpperCase(Locale.ROOT));
        return bytes.length < MIN_BYTES || bytes.length > MAX_BYTES ? Optional.empty() : Optional.of(new Seed(bytes));
    }

    /** Whether both are the same secret, in time that depends on their lengths only. */
    public boolean sameAs(Seed other) {
        return MessageDigest.isEqual(bytes, other.bytes);
    }

    /** A copy of the secret bytes. */
    public byte[] expose() {
        return bytes.clone();
    }

    /** The secret as authenticator apps take it: Base32 (RFC 4648 §6), upper case, without padding. */
    public String exposeBase32() {
        return new Base32().encodeAsString(bytes).replace("=", "");
    }

    @Override
    public String toString() {
        return "Seed[" + bytes.length * 8 + " bits]";
    }
}
