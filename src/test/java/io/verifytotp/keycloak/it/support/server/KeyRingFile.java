package io.verifytotp.keycloak.it.support.server;

import io.verifytotp.keycloak.it.support.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** A key ring as an operator writes it: one line, {@code k1:} and 256 random bits in Base64, for its owner only. */
public final class KeyRingFile {
    private static final int KEY_BYTES = 32;

    private KeyRingFile() {}

    /** Writes {@code target/it/keys/<name>.keys} anew. */
    public static Path create(String name) {
        Path file = Settings.work().resolve("keys").resolve(name + ".keys");
        try {
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, line("k1"));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A line with a new key, as to put on top of a file when rotating. */
    public static String line(String id) {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return id + ':' + Base64.getEncoder().encodeToString(key) + '\n';
    }
}
