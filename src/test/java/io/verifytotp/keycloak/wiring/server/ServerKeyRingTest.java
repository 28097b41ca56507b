package io.verifytotp.keycloak.wiring.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.seal.KeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ServerKeyRingTest {
    @TempDir
    private Path folder;

    /** Administrators of every realm read it. */
    @Test
    void tellsConsolesWhichKeysThereAreAndNotWhere() {
        Path file = folder.resolve("secret-place.keys");
        new KeyFile(file).create("k1", new SecureRandom());
        ServerKeyRing ring = ring(Optional.of(file), Optional.empty());

        assertThat(ring.describe()).isEqualTo("file, keys k1 (the first one seals)");
    }

    @Test
    void tellsThatItIsOfDevelopment() {
        assertThat(ring(Optional.empty(), Optional.of(folder.resolve("made.keys")))
                        .describe())
                .isEqualTo("development file, keys dev1 (the first one seals)");
    }

    @Test
    void tellsWhatToDoWhereThereIsNone() {
        assertThat(ring(Optional.empty(), Optional.empty()).describe())
                .startsWith("missing: users can't set up or use a TOTP factor.")
                .contains("--spi-verify-totp--default--key-file=");
    }

    /** The ring in use stays, and the log says that others may read the file. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no such permissions")
    void looksAtAFileAgainThatOthersMayReadFromNowOn() throws IOException {
        Path file = folder.resolve("verify-totp.keys");
        new KeyFile(file).create("k1", new SecureRandom());
        ServerKeyRing ring = ring(Optional.of(file), Optional.empty());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        ring.refresh(null);

        assertThat(ring.refusal()).contains("may be read or changed by others");
        assertThat(ring.get().ids()).containsExactly("k1");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        ring.refresh(null);
        assertThat(ring.refusal()).isEmpty();
    }

    private static ServerKeyRing ring(Optional<Path> file, Optional<Path> development) {
        ServerKeyRing ring =
                new ServerKeyRing(new ServerOptions(file, Optional.empty(), development, Duration.ofHours(1), true));
        ring.readFile(new SecureRandom());
        return ring;
    }
}
