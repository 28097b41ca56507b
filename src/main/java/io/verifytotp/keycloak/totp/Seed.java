package io.verifytotp.keycloak.totp;

import io.verifytotp.keycloak.PublicApi;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;

/**
 * Secret that a factor shares with its authenticator app.
 *
 * <p>{@link #toString} does not print it, and it has no {@code equals}. Only {@link #expose()} and
 * {@link #exposeBase32()} return the bytes, so that one search finds all uses.
 */
@PublicApi
public final class Seed {
    /** 128 bits, the minimum of RFC 4226 §4 R6. */
    public static final int MIN_BYTES = 16;

    /** Block length of SHA-512, the longest of our algorithms; HMAC would hash a longer key. */
    public static final int MAX_BYTES = 128;

    private static final Pattern BASE32 = Pattern.compile("([A-Za-z2-7]+)={0,6}");
    private static final Pattern SEPARATORS = Pattern.compile("[\\s-]+");

    /** Lengths of Base32 texts that encode whole bytes (RFC 4648 §6). */
    private static final Pattern WHOLE_BYTES = Pattern.compile("(.{8})*(|.{2}|.{4}|.{5}|.{7})");

    /** Maximum length of a Base32 text, including separators. */
    private static final int MAX_TYPED_LENGTH = 512;

    private final byte[] bytes;

    private Seed(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Copies these bytes; throws an {@link IllegalArgumentException} for fewer than {@value #MIN_BYTES}. */
    public static Seed of(byte[] bytes) {
        if (bytes.length < MIN_BYTES) {
            throw new IllegalArgumentException("a seed needs at least " + MIN_BYTES + " bytes, got " + bytes.length);
        }
        return new Seed(bytes.clone());
    }

    /** Returns a new seed, as long as the output of the algorithm's MAC (RFC 6238 §3 R5 and R6). */
    public static Seed random(HashAlgorithm algorithm, SecureRandom random) {
        byte[] bytes = new byte[algorithm.macLength()];
        random.nextBytes(bytes);
        return new Seed(bytes);
    }

    /**
     * Decodes a seed from Base32 (RFC 4648 §6) as other systems export it: in upper or lower case, with or without
     * padding, in groups separated by spaces or hyphens. Empty for any other character, for a length that is no whole number of
     * bytes, and for fewer than {@value #MIN_BYTES} or more than {@value #MAX_BYTES} bytes.
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

    /** Compares two seeds in a time that depends on their lengths only. */
    public boolean sameAs(Seed other) {
        return MessageDigest.isEqual(bytes, other.bytes);
    }

    /** Returns the HMAC of an algorithm with this seed as its key (RFC 2104). */
    Mac mac(HashAlgorithm algorithm) {
        String name = algorithm.macName();
        try {
            Mac mac = Mac.getInstance(name);
            mac.init(new SecretKeySpec(bytes, name));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    name + " failed, although every Java platform has it for keys of any length", e);
        }
    }

    /** Returns a copy of the secret bytes. */
    public byte[] expose() {
        return bytes.clone();
    }

    /** Returns the secret in the form for authenticator apps: Base32 (RFC 4648 §6), upper case, without padding. */
    public String exposeBase32() {
        return new Base32().encodeAsString(bytes).replace("=", "");
    }

    @Override
    public String toString() {
        return "Seed[" + bytes.length * 8 + " bits]";
    }
}
