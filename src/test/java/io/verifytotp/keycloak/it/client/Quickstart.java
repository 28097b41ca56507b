package io.verifytotp.keycloak.it.client;

import io.verifytotp.keycloak.it.support.Command;
import io.verifytotp.keycloak.it.support.Installed;
import io.verifytotp.keycloak.it.support.NpmFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** The programs in {@code examples/sdk} that run here, started as their readers start them. */
enum Quickstart {
    JAVA {
        @Override
        Dialog start(Map<String, String> environment) {
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            String libraries = System.getProperty("java.class.path");
            return Dialog.start(
                    EXAMPLES.resolve("java"),
                    environment,
                    List.of(java, "-cp", libraries, "VerifyTotpQuickstart.java"));
        }
    },
    NODE {
        @Override
        Dialog start(Map<String, String> environment) {
            Path folder = NpmFolder.of(EXAMPLES.resolve("node"));
            return Dialog.start(folder, environment, List.of("node", "quickstart.mjs"));
        }
    },
    PYTHON {
        @Override
        Dialog start(Map<String, String> environment) {
            return Dialog.start(EXAMPLES.resolve("python"), environment, List.of(python(), "-u", "quickstart.py"));
        }
    };

    private static final Path EXAMPLES = Path.of("examples", "sdk").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    abstract Dialog start(Map<String, String> environment);

    /** Debian's Python, which has Debian's packages. Skips the test where Twilio's is missing. */
    static String python() {
        String python =
                Installed.requireFile(Path.of("/usr/bin/python3"), "python3").toString();
        String found = Command.of(python, "-c", "import importlib.util as u; print(u.find_spec('twilio') is not None)")
                .output(PATIENCE);
        Assumptions.assumeTrue(
                found.strip().equals("True"), "Python has no module 'twilio': apt-get install python3-twilio");
        return python;
    }
}
