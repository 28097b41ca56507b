package io.verifytotp.keycloak.it.support;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs that other packages of the system bring. */
public final class Installed {
    /** Where servers are, also for users whose {@code PATH} does not say so. */
    private static final String SERVERS = "/usr/sbin";

    private Installed() {}

    /** The program of that name. Skips the test where it is missing, and names Debian's package. */
    public static Path require(String program, String debianPackage) {
        Optional<Path> found = find(program);
        Assumptions.assumeTrue(
                found.isPresent(), "There is no '" + program + "' here: apt-get install " + debianPackage);
        return found.orElseThrow();
    }

    /** That file. Skips the test where it is missing, and names Debian's package. */
    public static Path requireFile(Path file, String debianPackage) {
        Assumptions.assumeTrue(Files.exists(file), "There is no " + file + " here: apt-get install " + debianPackage);
        return file;
    }

    private static Optional<Path> find(String program) {
        return Stream.concat(Stream.of(System.getenv("PATH").split(":", -1)), Stream.of(SERVERS))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
