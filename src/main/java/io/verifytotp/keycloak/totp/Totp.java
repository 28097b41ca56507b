package io.verifytotp.keycloak.totp;

import java.nio.ByteBuffer;
import java.util.Optional;
import javax.crypto.Mac;

/**
 * Finds the time step of a code (RFC 6238), based on the one-time password of RFC 4226 §5.3.
 *
 * <p>Used steps, wrong attempts and locks are left to the domain.
 */
public final class Totp {
    private static final int[] POWERS_OF_TEN = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000};

    private final TotpParameters parameters;

    public Totp(TotpParameters parameters) {
        this.parameters = parameters;
    }

    /**
     * Returns the <em>newest</em> step of the window whose code is {@code code}; empty if there is none.
     *
     * <p>Neighbouring steps can have the same code. If the older one were marked as used, the same digits would be
     * accepted again. All steps are computed and compared, so the time taken does not reveal which one matches.
     */
    public Optional<TimeStep> findStep(Seed seed, OneTimeCode code, StepWindow window) {
        Mac mac = seed.mac(parameters.algorithm());
        TimeStep newest = null;
        for (int offset = -window.skew(); offset <= window.skew(); offset++) {
            TimeStep step = window.current().plus(offset);
            if (codeAt(mac, step).sameAs(code)) {
                newest = step;
            }
        }
        return Optional.ofNullable(newest);
    }

    /** Computes the code of a step. */
    public OneTimeCode codeAt(Seed seed, TimeStep step) {
        return codeAt(seed.mac(parameters.algorithm()), step);
    }

    /** Computes the HMAC of the counter: eight bytes, the most significant first (RFC 4226 §5.2). */
    private OneTimeCode codeAt(Mac mac, TimeStep step) {
        byte[] hmac = mac.doFinal(
                ByteBuffer.allocate(Long.BYTES).putLong(step.number()).array());
        return OneTimeCode.of(truncate(hmac) % POWERS_OF_TEN[parameters.digits()], parameters.digits());
    }

    /** Reads 31 bits at the offset in the low four bits of the last byte (RFC 4226 §5.3). */
    private static int truncate(byte[] mac) {
        int offset = mac[mac.length - 1] & 0x0f;
        return ByteBuffer.wrap(mac).getInt(offset) & 0x7fff_ffff;
    }
}
