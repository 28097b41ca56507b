package io.verifytotp.keycloak.totp;

import java.security.SecureRandom;
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
