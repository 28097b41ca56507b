package io.verifytotp.keycloak.it;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** What the build tells the integration tests, as system properties {@code it.*} (see pom.xml). */
final class Settings {
    private Settings() {}

    /** Where everything that the fixture makes goes: {@code target/it}. */
    static Path work() {
        return Path.of(required("it.work")).toAbsolutePath().resolve("it");
    }

    static Path productJar() {
        return Path.of(required("it.jar")).toAbsolutePath();
    }

    /** The jar of an older version. Skips the test where it has not been built. */
    static Path olderJar() {
        Path jar = Path.of(required("it.older.jar")).toAbsolutePath();
        Assumptions.assumeTrue(
                Files.exists(jar),
                "There is no jar of the older version: run script/older-jar in a clone with the whole history");
        return jar;
    }

    static String keycloakVersion() {
        return required("it.keycloak.version");
    }

    /** Where the pictures of the pages go. */
    static Path pictures() {
        return Path.of(required("it.pictures")).toAbsolutePath();
    }

    /** {@code distribution} or {@code container}. */
    static String server() {
        return System.getProperty("it.server", "distribution");
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
