package io.verifytotp.keycloak.it.support;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** System properties {@code it.*} that the build gives to the integration tests (see pom.xml). */
public final class Settings {
    private Settings() {}

    /** What all test JVMs share, such as builds of the server: {@code target/it}. */
    public static Path shared() {
        return Path.of(required("it.work")).toAbsolutePath().resolve("it");
    }

    /** Where everything else goes that the fixture makes: a folder of this test JVM, {@code target/it/jvm-1} and so on. */
    public static Path work() {
        return shared().resolve("jvm-" + fork());
    }

    /** Number of this test JVM among those that run at the same time, from 1. */
    public static int fork() {
        return Integer.parseInt(System.getProperty("it.fork", "jvm-1").substring("jvm-".length()));
    }

    public static Path productJar() {
        return Path.of(required("it.jar")).toAbsolutePath();
    }

    /** The jar of an older version. Skips the test where it has not been built. */
    public static Path olderJar() {
        Path jar = Path.of(required("it.older.jar")).toAbsolutePath();
        Assumptions.assumeTrue(
                Files.exists(jar),
                "There is no jar of the older version: run script/older-jar in a clone with the whole history");
        return jar;
    }

    public static String keycloakVersion() {
        return required("it.keycloak.version");
    }

    /** Where the pictures of the pages go. */
    public static Path pictures() {
        return Path.of(required("it.pictures")).toAbsolutePath();
    }

    /** {@code distribution} or {@code container}. */
    public static String server() {
        return System.getProperty("it.server", "distribution");
    }

    /** Features of Keycloak to switch on in every server, with commas between them; usually empty. */
    public static String features() {
        return System.getProperty("it.features", "");
    }

    /** Features of Keycloak to switch off in every server; usually empty. */
    public static String disabledFeatures() {
        return System.getProperty("it.features.disabled", "");
    }

    /** The jar of keycloak-config-cli. Skips the test where none is given. */
    public static Path configCli() {
        String jar = System.getProperty("it.config.cli", "");
        Assumptions.assumeFalse(jar.isEmpty(), "No keycloak-config-cli: give its jar as -Dit.config.cli=<path>");
        return Path.of(jar).toAbsolutePath();
    }

    private static String required(String property) {
        String value = System.getProperty(property);
        if (value == null) {
            throw new IllegalStateException("System property " + property
                    + " is missing: run the integration tests with 'mvn verify', or set it in the IDE");
        }
        return value;
    }
}
