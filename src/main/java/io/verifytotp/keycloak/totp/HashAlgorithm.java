package io.verifytotp.keycloak.totp;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The hash functions that RFC 6238 §1.2 allows for the HMAC of a time step. */
public enum HashAlgorithm {
    /** What every authenticator app understands, and the default. */
    SHA1("HmacSHA1", 20),
    SHA256("HmacSHA256", 32),
    SHA512("HmacSHA512", 64);

    private final String macName;
    private final int macLength;

    HashAlgorithm(String macName, int macLength) {
        this.macName = macName;
        this.macLength = macLength;
    }

    /** The algorithm's name in the Java Cryptography Architecture. */
    String macName() {
        return macName;
    }

    /** Length of the MAC in bytes, which is also the seed length that RFC 6238 §3 R6 asks for. */
    public int macLength() {
        return macLength;
    }

    /** The name in an otpauth URI: {@code SHA1}, {@code SHA256}, {@code SHA512}. */
    public String uriName() {
        return name();
    }

    /** The name in configuration, stored data and the REST API: {@code sha1}, {@code sha256}, {@code sha512}. */
    public String configName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The algorithm of that configuration name; empty for any other text. */
    public static Optional<HashAlgorithm> ofConfigName(String name) {
        return Arrays.stream(values()).filter(a -> a.configName().equals(name)).findFirst();
    }
}
