package io.verifytotp.keycloak.totp;

import io.verifytotp.keycloak.PublicApi;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Hash functions that RFC 6238 §1.2 allows for the HMAC of a time step. */
@PublicApi
public enum HashAlgorithm {
    /** The default, which every authenticator app supports. */
    SHA1("HmacSHA1", 20),
    SHA256("HmacSHA256", 32),
    SHA512("HmacSHA512", 64);

    private final String macName;
    private final int macLength;

    HashAlgorithm(String macName, int macLength) {
        this.macName = macName;
        this.macLength = macLength;
    }

    /** Returns the name in the Java Cryptography Architecture. */
    public String macName() {
        return macName;
    }

    /** Returns the length of the MAC in bytes, which is also the seed length that RFC 6238 §3 R6 recommends. */
    public int macLength() {
        return macLength;
    }

    /** Returns the name in an otpauth URI: {@code SHA1}, {@code SHA256}, {@code SHA512}. */
    public String uriName() {
        return name();
    }

    /** Returns the name in configuration, stored data and API: {@code sha1}, {@code sha256}, {@code sha512}. */
    public String configName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the algorithm of that name in the Java Cryptography Architecture; empty for any other text. */
    public static Optional<HashAlgorithm> ofMacName(String name) {
        return Arrays.stream(values()).filter(a -> a.macName().equals(name)).findFirst();
    }

    /** Returns the algorithm of a {@link #configName}; empty for any other text. */
    public static Optional<HashAlgorithm> ofConfigName(String name) {
        return Arrays.stream(values()).filter(a -> a.configName().equals(name)).findFirst();
    }
}
