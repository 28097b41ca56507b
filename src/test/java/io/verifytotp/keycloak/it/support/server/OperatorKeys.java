package io.verifytotp.keycloak.it.support.server;

import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.Command;
import io.verifytotp.keycloak.it.support.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A key file as an operator changes it while the server runs: by the command that the product brings, or by hand. */
public record OperatorKeys(Path file) {
    public static final String OPTION = "spi-verify-totp--default--key-file";

    private static final String READ_AGAIN = "The key ring was read again: ";
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(30);
    private static final Duration REFRESH_LIMIT = Duration.ofSeconds(60);

    /** A file with the key {@code k1}. */
    public static OperatorKeys make(String name) {
        OperatorKeys keys = of(name);
        try {
            Files.createDirectories(keys.file.getParent());
            Files.deleteIfExists(keys.file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        keys.command("make");
        return keys;
    }

    /** The file of that name that is there already. */
    public static OperatorKeys of(String name) {
        return new OperatorKeys(Settings.work().resolve("keys").resolve(name + ".keys"));
    }

    /** Runs {@code java -jar keycloak-verify-totp.jar <name> <file>}; what it printed. */
    public String command(String name) {
        List<String> command = new ArrayList<>();
        command.add(ServerEnvironment.RUNNING_JAVA.resolve("bin/java").toString());
        command.addAll(ServerEnvironment.SHORT_LIVED_JVM);
        command.addAll(List.of("-jar", Settings.productJar().toString(), name, file.toString()));
        return Command.of(command).output(COMMAND_LIMIT);
    }

    public String text() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file's lines for these keys, in this order. */
    public String linesOf(String... ids) {
        return Arrays.stream(ids)
                .map(id -> text().lines()
                        .filter(line -> line.startsWith(id + ':'))
                        .findFirst()
                        .orElseThrow())
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** Replaces the file as a whole. */
    public void write(String text) {
        write(text, "rw-------");
    }

    public void write(String text, String permissions) {
        try {
            Path whole = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(whole, text);
            Files.setPosixFilePermissions(whole, PosixFilePermissions.fromString(permissions));
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void permit(String permissions) {
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns when the server has these keys, the first of which seals. */
    public void awaitIn(KeycloakUnderTest server, String... ids) {
        String expected = "file " + file + ", keys " + String.join(", ", ids) + " (the first one seals)";
        Await.until("keys " + List.of(ids), REFRESH_LIMIT, () -> server.log()
                .lines()
                .filter(line -> line.contains(READ_AGAIN))
                .reduce((earlier, later) -> later)
                .filter(line -> line.endsWith(READ_AGAIN + expected))
                .isPresent());
    }
}
