package io.verifytotp.keycloak.seal;

import java.util.Arrays;
import java.util.Base64;

/** Keys that a test can tell apart: 256 bits, every byte the same. */
final class Keys {
    private Keys() {}

    /** The Base64 of such a key. */
    static String key(int everyByte) {
        return key(everyByte, 32);
    }

    static String key(int everyByte, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) everyByte);
        return Base64.getEncoder().encodeToString(bytes);
    }

    static KeyRing ring(String... lines) {
        return KeyRing.parse("test ring", String.join("\n", lines));
    }
}
