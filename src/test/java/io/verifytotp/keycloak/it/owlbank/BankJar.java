package io.verifytotp.keycloak.it.owlbank;

import io.verifytotp.keycloak.it.support.Command;
import io.verifytotp.keycloak.it.support.SharedLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** The jar of examples/owlbank, from its own Maven build; made here if it is missing or older than its sources. */
final class BankJar {
    private static final Path PROJECT = Path.of("examples", "owlbank").toAbsolutePath();
    private static final Path JAR = PROJECT.resolve("target/owlbank.jar");
    private static final Duration BUILD_LIMIT = Duration.ofMinutes(5);

    private BankJar() {}

    static Path path() {
        SharedLock.hold(() -> {
            if (!isUpToDate()) {
                Command.of("mvn", "-q", "-B", "-DskipTests", "package")
                        .in(PROJECT)
                        .output(BUILD_LIMIT);
            }
        });
        return JAR;
    }

    private static boolean isUpToDate() {
        try (Stream<Path> sources = Files.walk(PROJECT.resolve("src/main"))) {
            return Files.exists(JAR)
                    && Stream.concat(sources, Stream.of(PROJECT.resolve("pom.xml")))
                            .allMatch(source -> isOlderThanJar(source));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOlderThanJar(Path source) {
        try {
            return Files.getLastModifiedTime(source).compareTo(Files.getLastModifiedTime(JAR)) <= 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
