package io.verifytotp.keycloak.it.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.stream.Stream;

/** A copy of JavaScript programs with the libraries that their {@code package.json} names. */
public final class NpmFolder {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private NpmFolder() {}

    /** A copy of that folder. Its libraries are fetched once. Skips the test without Node. */
    public static synchronized Path of(Path programs) {
        Installed.require("node", "nodejs");
        Installed.require("npm", "npm");
        Path name = Path.of("").toAbsolutePath().relativize(programs.toAbsolutePath());
        Path copy = Settings.work().resolve("npm").resolve(name.toString().replace('/', '-'));
        try {
            Path list = copy.resolve("package.json");
            boolean isComplete = Files.isDirectory(copy.resolve("node_modules"))
                    && Files.mismatch(list, programs.resolve("package.json")) < 0;
            if (!isComplete) {
                Files.createDirectories(copy);
                Files.copy(programs.resolve("package.json"), list, StandardCopyOption.REPLACE_EXISTING);
                install(copy);
            }
            copyFiles(programs, copy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return copy;
    }

    private static void install(Path folder) {
        Command.of("npm", "install", "--prefer-offline", "--no-audit", "--no-fund")
                .in(folder)
                .output(PATIENCE);
    }

    private static void copyFiles(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
