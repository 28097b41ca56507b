package io.verifytotp.keycloak.domain.fake;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/** Makes the seed of RFC 4226 Appendix D each time, for tests that need known codes. */
public final class FixedSeedRandom extends SecureRandom {
    @Override
    public void nextBytes(byte[] bytes) {
        byte[] seed = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(seed, 0, bytes, 0, bytes.length);
    }
}
