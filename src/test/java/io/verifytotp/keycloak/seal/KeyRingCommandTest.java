package io.verifytotp.keycloak.seal;

import static io.verifytotp.keycloak.seal.Keys.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no such permissions")
class KeyRingCommandTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("verify-totp.keys");
    }

    /** Whatever it did, it printed no key and left no other file. */
    @AfterEach
    void nothingLeaks() throws IOException {
        if (Files.isRegularFile(file)) {
            for (String line : Files.readAllLines(file)) {
                String key = line.substring(line.indexOf(':') + 1);
                assertThat(out() + err()).doesNotContain(key);
            }
        }
        try (var files = Files.list(folder)) {
            assertThat(files.filter(other -> !other.equals(file))).isEmpty();
        }
    }

    @Nested
    class Make {
        @Test
        void makesAFileWithOneKeyForItsOwnerAlone() throws IOException {
            assertThat(run("make", file)).isZero();

            assertThat(new KeyFile(file).read().ids()).containsExactly("k1");
            assertThat(permissions()).isEqualTo("rw-------");
            assertThat(out()).isEqualTo(file + ": keys k1; k1 seals");
        }

        @Test
        void leavesAFileThatIsThereAsItIs() throws IOException {
            write("k1:" + key(1), "rw-------");

            assertThat(run("make", file)).isEqualTo(1);

            assertThat(Files.readString(file)).isEqualTo("k1:" + key(1));
            assertThat(err()).isEqualTo("The file exists already. To insert a new key, use: add");
        }
    }

    @Nested
    class Add {
        @Test
        void putsANewKeyFirstAndKeepsTheRest() throws IOException {
            String before = "# ring of 2026\nk1:" + key(1) + "\n";
            write(before, "rw-------");

            assertThat(run("add", file)).isZero();

            assertThat(Files.readString(file)).startsWith("k2:").endsWith(before);
            assertThat(out()).isEqualTo(file + ": keys k2, k1; k2 seals");
        }

        @ParameterizedTest
        @ValueSource(strings = {"rw-------", "rw-r-----", "r--r-----", "r--------"})
        void keepsWhoMayReadIt(String permissions) throws IOException {
            write("k1:" + key(1), permissions);

            assertThat(run("add", file)).isZero();

            assertThat(permissions()).isEqualTo(permissions);
        }

        /** Root adds keys to rings of the server's own user. */
        @Test
        void leavesItToWhomItBelongs() throws IOException {
            assumeThat(Files.getAttribute(file.getParent(), "unix:uid"))
                    .as("only root gives files away")
                    .isEqualTo(0);
            write("k1:" + key(1), "rw-r-----");
            Files.setAttribute(file, "unix:uid", 4711);
            Files.setAttribute(file, "unix:gid", 4712);

            assertThat(run("add", file)).isZero();

            assertThat(Files.readAttributes(file, "unix:uid,gid")).containsOnly(entry("uid", 4711), entry("gid", 4712));
            assertThat(permissions()).isEqualTo("rw-r-----");
        }

        @Test
        void takesANameThatNoKeyHas() throws IOException {
            write("k3:" + key(1) + "\nmain:" + key(2), "rw-------");

            run("add", file);
            run("add", file);
            run("add", file);

            assertThat(new KeyFile(file).read().ids()).containsExactly("k6", "k5", "k4", "k3", "main");
        }

        @Test
        void addsAKeyOfItsOwnEachTime() throws IOException {
            run("make", file);
            run("add", file);
            run("add", file);

            assertThat(new KeyFile(file).read().ids()).containsExactly("k3", "k2", "k1");
        }

        @Test
        void changesNoFileThatIsWrong() throws IOException {
            String before = "k1:" + key(7, 16);
            write(before, "rw-------");

            assertThat(run("add", file)).isEqualTo(1);

            assertThat(Files.readString(file)).isEqualTo(before);
            assertThat(err()).endsWith("key 'k1' has 128 bits, 256 are needed");
        }

        @Test
        void makesNoFile() {
            assertThat(run("add", file)).isEqualTo(1);

            assertThat(file).doesNotExist();
            assertThat(err()).isEqualTo("key file " + file + ": does not exist");
        }
    }

    @Nested
    class Check {
        @Test
        void namesTheKeysAndWhichOneSeals() throws IOException {
            write("k2:" + key(2) + "\nk1:" + key(1), "rw-------");

            assertThat(run("check", file)).isZero();

            assertThat(out()).isEqualTo(file + ": keys k2, k1; k2 seals");
            assertThat(err()).isEmpty();
        }

        @Test
        void saysWhatIsWrong() throws IOException {
            write("k1:" + key(1) + "\nk1:" + key(2), "rw-------");

            assertThat(run("check", file)).isEqualTo(1);

            assertThat(out()).isEmpty();
            assertThat(err()).isEqualTo("key file " + file + ": there are two keys with the id 'k1'");
        }

        @Test
        void refusesAFileThatOthersMayRead() throws IOException {
            write("k1:" + key(1), "rw-r--r--");

            assertThat(run("check", file)).isEqualTo(1);

            assertThat(err()).contains("may be read or changed by others");
        }
    }

    @Test
    void anythingElseGetsTheUsage() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("make")).isEqualTo(2);
        assertThat(run("make", file, file)).isEqualTo(2);
        assertThat(run("remove", file)).isEqualTo(2);

        assertThat(file).doesNotExist();
        assertThat(out()).isEmpty();
        assertThat(err().lines().filter(line -> line.startsWith("Usage: java -jar ")))
                .hasSize(4);
    }

    private int run(Object... arguments) {
        List<String> texts = Arrays.stream(arguments).map(Object::toString).toList();
        return KeyRingCommand.run(
                texts,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8).strip();
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8).strip();
    }

    private void write(String text, String permissions) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private String permissions() throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
