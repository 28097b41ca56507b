package io.verifytotp.keycloak.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/**
 * The official Keycloak distribution of one version, unpacked once below {@code target/it} and never changed:
 * servers are laid out beside it and link to it.
 */
record KeycloakDistribution(String version, Path home) {
    private static final Duration UNPACK_LIMIT = Duration.ofMinutes(3);

    static synchronized KeycloakDistribution of(String version) {
        Path home = Settings.work().resolve("keycloak-" + version);
        if (!Files.isDirectory(home)) {
            unpack(LocalMaven.artifact("org.keycloak", "keycloak-quarkus-dist", version, "tar.gz"), home);
        }
        return new KeycloakDistribution(version, home);
    }

    /** Moved into place when complete, so that a run that was cut short leaves no half distribution. */
    private static void unpack(Path archive, Path home) {
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(home.getParent()), "unpack");
            Command.of("tar", "-xzf", archive.toString(), "-C", folder.toString())
                    .output(UNPACK_LIMIT);
            Files.move(folder.resolve(home.getFileName()), home, StandardCopyOption.ATOMIC_MOVE);
            FileTree.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
