package io.verifytotp.keycloak.it.support;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The local Maven repository, filled by Maven itself where something is missing. */
public final class LocalMaven {
    private static final String GET = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:get";
    private static final Duration DOWNLOAD_LIMIT = Duration.ofMinutes(10);

    private LocalMaven() {}

    public static Path artifact(String group, String name, String version, String type) {
        Path file = repository()
                .resolve(group.replace('.', '/'))
                .resolve(name)
                .resolve(version)
                .resolve(name + '-' + version + '.' + type);
        if (!Files.exists(file)) {
            fetch(String.join(":", group, name, version, type));
        }
        return file;
    }

    private static void fetch(String coordinates) {
        Command.of(
                        "mvn",
                        "-q",
                        "-B",
                        GET,
                        "-Dmaven.repo.local=" + repository(),
                        "-Dartifact=" + coordinates,
                        "-Dtransitive=false")
                .output(DOWNLOAD_LIMIT);
    }

    /** Surefire and Failsafe hand the folder in use to the test JVM as {@code localRepository}. */
    private static Path repository() {
        String inUse = System.getProperty("localRepository");
        return inUse != null ? Path.of(inUse) : Path.of(System.getProperty("user.home"), ".m2", "repository");
    }
}
