package io.verifytotp.keycloak.seal;

import static io.verifytotp.keycloak.seal.Keys.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no such permissions")
class KeyFileTest {
    @TempDir
    private Path folder;

    @Nested
    class Read {
        @ParameterizedTest
        @ValueSource(strings = {"rw-------", "r--------", "rw-r-----", "r--r-----", "rwx------"})
        void isAFileOfItsOwnerAndGroup(String permissions) throws IOException {
            Path file = write("k1:" + key(1) + "\n", permissions);

            assertThat(new KeyFile(file).exists()).isTrue();
            assertThat(new KeyFile(file).read().ids()).containsExactly("k1");
        }

        @ParameterizedTest
        @ValueSource(strings = {"rw-r--r--", "rw-rw----", "rw-----w-", "rw----r--", "rw--w----", "rwxrwxrwx"})
        void isNoFileThatOthersCanReadOrChange(String permissions) throws IOException {
            Path file = write("k1:" + key(1) + "\n", permissions);

            assertThatExceptionOfType(KeyRingException.class)
                    .isThrownBy(() -> new KeyFile(file).read())
                    .withMessage("key file " + file + ": may be read or changed by others (" + permissions
                            + "); allow its owner only: chmod 600 " + file);
        }

        @Test
        void isNoFileThatIsNotThere() {
            Path file = folder.resolve("missing");

            assertThat(new KeyFile(file).exists()).isFalse();
            assertThatExceptionOfType(KeyRingException.class)
                    .isThrownBy(() -> new KeyFile(file).read())
                    .withMessage("key file " + file + ": does not exist");
        }

        @Test
        void isNoFolder() throws IOException {
            Path inner = Files.createDirectory(
                    folder.resolve("inner"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));

            assertThatExceptionOfType(KeyRingException.class)
                    .isThrownBy(() -> new KeyFile(inner).read())
                    .withMessageStartingWith("key file " + inner + ": can't be read");
        }

        @Test
        void namesTheFileAndLineThatIsWrong() throws IOException {
            Path file = write("# ring\nk1:" + key(7, 16) + "\n", "rw-------");

            assertThatExceptionOfType(KeyRingException.class)
                    .isThrownBy(() -> new KeyFile(file).read())
                    .withMessage("key file " + file + ", line 2: key 'k1' has 128 bits, 256 are needed");
        }

        private Path write(String text, String permissions) throws IOException {
            Path file = folder.resolve("verify-totp.keys");
            Files.writeString(file, text);
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        }
    }

    @Nested
    class Created {
        private final SecureRandom random = new SecureRandom();

        @Test
        void isForItsOwnerAlone() throws IOException {
            Path file = folder.resolve("data/keys/verify-totp.keys");

            new KeyFile(file).create("dev1", random);

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(new KeyFile(file).read().ids()).containsExactly("dev1");
        }

        @Test
        void hasANewKeyEachTime() throws IOException {
            new KeyFile(folder.resolve("a")).create("dev1", random);
            new KeyFile(folder.resolve("b")).create("dev1", random);

            assertThat(Files.readString(folder.resolve("a")))
                    .startsWith("dev1:")
                    .isNotEqualTo(Files.readString(folder.resolve("b")));
        }

        @Test
        void leavesAFileThatIsThereAsItIs() throws IOException {
            Path file = folder.resolve("verify-totp.keys");
            Files.writeString(file, "k1:" + key(1));

            new KeyFile(file).create("dev1", random);

            assertThat(Files.readString(file)).isEqualTo("k1:" + key(1));
        }

        @Test
        void namesTheFileWhereItCannotBeMade() throws IOException {
            Path file = Files.createFile(folder.resolve("no-folder")).resolve("verify-totp.keys");

            assertThatExceptionOfType(KeyRingException.class)
                    .isThrownBy(() -> new KeyFile(file).create("dev1", random))
                    .withMessageStartingWith("key file " + file + ": can't be created");
        }
    }

    @Nested
    class ThatCannotBeWritten {
        private final SecureRandom random = new SecureRandom();

        /** An id that is no text, so that writing fails after the file was made. */
        @Test
        void leavesNoOtherFileBehind() throws IOException {
            Path file = folder.resolve("verify-totp.keys");

            assertThatExceptionOfType(KeyRingException.class)
                    .isThrownBy(() -> new KeyFile(file).create("\uD800", random))
                    .withMessage("key file " + file + ": can't be created");

            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files).isEmpty();
            }
        }
    }

    @Nested
    class Version {
        private final SecureRandom random = new SecureRandom();

        @Test
        void staysWhileTheFileDoes() {
            KeyFile file = made();

            assertThat(file.version()).isEqualTo(file.version());
        }

        @Test
        void differsAfterAnAddedKey() {
            KeyFile file = made();
            String before = file.version();

            file.add("k2", random);

            assertThat(file.version()).isNotEqualTo(before);
        }

        /** As a mounted secret changes, with its old time and of the same length. */
        @Test
        void differsForAnotherFileOfTheSameTimeAndSize() throws IOException {
            KeyFile file = made();
            String before = file.version();
            Path path = folder.resolve("verify-totp.keys");
            Path other = folder.resolve("other");
            new KeyFile(other).create("k1", random);
            Files.setLastModifiedTime(other, Files.getLastModifiedTime(path));

            Files.move(other, path, StandardCopyOption.REPLACE_EXISTING);

            assertThat(file.version()).isNotEqualTo(before);
        }

        /** Else nobody would hear that others may read it from now on. */
        @Test
        void differsOnceOthersMayReadIt() throws IOException {
            KeyFile file = made();
            String before = file.version();

            Files.setPosixFilePermissions(
                    folder.resolve("verify-totp.keys"), PosixFilePermissions.fromString("rw-r--r--"));

            assertThat(file.version()).isNotEqualTo(before);
        }

        @Test
        void isNoneOfAFileThatIsNotThere() {
            Path file = folder.resolve("missing");

            assertThatExceptionOfType(KeyRingException.class)
                    .isThrownBy(() -> new KeyFile(file).version())
                    .withMessage("key file " + file + ": can't be read");
        }

        private KeyFile made() {
            KeyFile file = new KeyFile(folder.resolve("verify-totp.keys"));
            file.create("k1", random);
            return file;
        }
    }
}
