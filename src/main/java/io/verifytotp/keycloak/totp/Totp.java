package io.verifytotp.keycloak.totp;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

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
        Mac mac = keyed(seed);
        TimeStep newest = null;
        for (TimeStep step : window.steps()) {
            if (codeAt(mac, step).sameAs(code)) {
                newest = step;
            }
        }
        return Optional.ofNullable(newest);
    }

    /** Computes the code of a step. */
    public OneTimeCode codeAt(Seed seed, TimeStep step) {
        return codeAt(keyed(seed), step);
    }

    /** Computes the HMAC of the counter: eight bytes, the most significant first (RFC 4226 §5.2). */
    private OneTimeCode codeAt(Mac mac, TimeStep step) {
        byte[] hmac = mac.doFinal(
                ByteBuffer.allocate(Long.BYTES).putLong(step.number()).array());
        return OneTimeCode.of(truncate(hmac) % POWERS_OF_TEN[parameters.digits()], parameters.digits());
    }

    /** One for all steps of a window: finding an implementation costs more than computing. */
    private Mac keyed(Seed seed) {
        String name = parameters.algorithm().macName();
        try {
            Mac mac = Mac.getInstance(name);
            mac.init(new SecretKeySpec(seed.expose(), name));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    name + " failed, although every Java platform has it for keys of any length", e);
        }
    }

    /** Reads 31 bits at the offset in the low four bits of the last byte (RFC 4226 §5.3). */
    private static int truncate(byte[] mac) {
        int offset = mac[mac.length - 1] & 0x0f;
        return ByteBuffer.wrap(mac).getInt(offset) & 0x7fff_ffff;
    }
}
