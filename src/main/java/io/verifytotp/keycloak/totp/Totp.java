package io.verifytotp.keycloak.totp;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Finds the time step of a code (RFC 6238), with the one-time password of RFC 4226 §5.3 as its base.
 *
 * <p>Not its business, and left to the domain: used steps, wrong attempts, locks.
 */
public final class Totp {
    private static final int[] POWERS_OF_TEN = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000};

    private final TotpParameters parameters;

    public Totp(TotpParameters parameters) {
        this.parameters = parameters;
    }

    /**
     * The <em>newest</em> step of the window whose code is {@code code}; empty if there is none.
     *
     * <p>Neighbouring steps can have the same code. Only the newest may be taken for used: with the older one the
     * same digits would be accepted once more. Every step is computed and compared, whatever matches, so the time
     * taken tells nothing about which did.
     */
    public Optional<TimeStep> findStep(Seed seed, OneTimeCode code, StepWindow window) {
        TimeStep newest = null;
        for (TimeStep step : window.steps()) {
            if (codeAt(seed, step).sameAs(code)) {
                newest = step;
            }
        }
        return Optional.ofNullable(newest);
    }

    private OneTimeCode codeAt(Seed seed, TimeStep step) {
        byte[] mac = hmac(seed, step);
        int value = truncate(mac) % POWERS_OF_TEN[parameters.digits()];
        return OneTimeCode.ofDigits(zeroPadded(value));
    }

    /** RFC 4226 §5.2: the counter as eight bytes, the most significant first. */
    private byte[] hmac(Seed seed, TimeStep step) {
        String name = parameters.algorithm().macName();
        try {
            Mac mac = Mac.getInstance(name);
            mac.init(new SecretKeySpec(seed.expose(), name));
            return mac.doFinal(
                    ByteBuffer.allocate(Long.BYTES).putLong(step.number()).array());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(name + " is required of every Java platform but missing here", e);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("an HMAC takes a key of any length, yet refused this one", e);
        }
    }

    /** RFC 4226 §5.3: the low nibble of the last byte tells where to read 31 bits. */
    private static int truncate(byte[] mac) {
        int offset = mac[mac.length - 1] & 0x0f;
        return ByteBuffer.wrap(mac).getInt(offset) & 0x7fff_ffff;
    }

    private String zeroPadded(int value) {
        String digits = Integer.toString(value);
        return "0".repeat(parameters.digits() - digits.length()) + digits;
    }
}
