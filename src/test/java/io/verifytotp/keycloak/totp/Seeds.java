package io.verifytotp.keycloak.totp;

import java.nio.charset.StandardCharsets;

/** The seeds of the RFCs' test vectors: the ASCII digits 1234567890, repeated to the length of the MAC. */
final class Seeds {
    private Seeds() {}

    /** RFC 4226 Appendix D, and RFC 6238 Appendix B for SHA-1. */
    static Seed rfc() {
        return rfc(HashAlgorithm.SHA1);
    }

    /** RFC 6238 Appendix B; the values need as many bytes as the MAC has (erratum 2866), not 20 for all. */
    static Seed rfc(HashAlgorithm algorithm) {
        return ofText("1234567890".repeat(7).substring(0, algorithm.macLength()));
    }

    static Seed ofText(String ascii) {
        return Seed.of(ascii.getBytes(StandardCharsets.US_ASCII));
    }
}
