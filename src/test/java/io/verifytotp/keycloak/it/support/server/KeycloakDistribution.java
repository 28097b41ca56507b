package io.verifytotp.keycloak.it.support.server;

import io.verifytotp.keycloak.it.support.Command;
import io.verifytotp.keycloak.it.support.FileTree;
import io.verifytotp.keycloak.it.support.LocalMaven;
import io.verifytotp.keycloak.it.support.Settings;
import io.verifytotp.keycloak.it.support.SharedLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * The official Keycloak distribution of one version, unpacked once below {@code target/it} and never changed:
 * servers are laid out beside it and link to it.
 */
public record KeycloakDistribution(String version, Path home) {
    private static final Duration UNPACK_LIMIT = Duration.ofMinutes(3);

    public static KeycloakDistribution of(String version) {
        Path home = Settings.shared().resolve("keycloak-" + version);
        SharedLock.hold(() -> {
            if (!Files.isDirectory(home)) {
                unpack(archive(version), home);
            }
        });
        return new KeycloakDistribution(version, home);
    }

    /** Mirrors do not always have both forms of an older version. */
    private static Path archive(String version) {
        try {
            return LocalMaven.artifact("org.keycloak", "keycloak-quarkus-dist", version, "tar.gz");
        } catch (IllegalStateException e) {
            return LocalMaven.artifact("org.keycloak", "keycloak-quarkus-dist", version, "zip");
        }
    }

    /** Moved into place when complete, so that a run that was cut short leaves no half distribution. */
    private static void unpack(Path archive, Path home) {
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(home.getParent()), "unpack");
            if (archive.toString().endsWith(".zip")) {
                unzip(archive, folder);
            } else {
                Command.of("tar", "-xzf", archive.toString(), "-C", folder.toString())
                        .output(UNPACK_LIMIT);
            }
            Files.move(folder.resolve(home.getFileName()), home, StandardCopyOption.ATOMIC_MOVE);
            FileTree.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With the JDK's own tool, which does not restore who may execute what. */
    private static void unzip(Path archive, Path folder) throws IOException {
        String jar = Path.of(System.getProperty("java.home"), "bin", "jar").toString();
        Command.of(jar, "-xf", archive.toString()).in(folder).output(UNPACK_LIMIT);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path script :
                    files.filter(file -> file.toString().endsWith(".sh")).toList()) {
                Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }
}
