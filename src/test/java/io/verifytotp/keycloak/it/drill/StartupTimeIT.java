package io.verifytotp.keycloak.it.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.server.KeyRingFile;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import io.verifytotp.keycloak.it.support.server.KeycloakServerBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How much longer the server starts with the extension: pairs of starts, one after the other, on this machine. */
@Tag("thorough")
class StartupTimeIT {
    private static final int PAIRS = 7;

    @Test
    void theExtensionCostsHalfASecondAtMost() {
        try (KeycloakServer without = builder("start-without").withoutProduct().start();
                KeycloakServer with = builder("start-with")
                        .option(
                                "spi-verify-totp--default--key-file",
                                KeyRingFile.create("start").toString())
                        .start()) {
            without.stop();
            with.stop();
            List<Long> differences = new ArrayList<>();
            for (int pair = 0; pair < PAIRS; pair++) {
                differences.add(timeToStart(with) - timeToStart(without));
            }

            System.out.println("Start-up with the extension minus without, in ms: " + differences);
            differences.sort(null);
            assertThat(Duration.ofMillis(differences.get(PAIRS / 2))).isLessThanOrEqualTo(Duration.ofMillis(500));
        }
    }

    private static long timeToStart(KeycloakServer server) {
        long begin = System.nanoTime();
        server.start();
        long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
        server.stop();
        return millis;
    }

    private static KeycloakServerBuilder builder(String name) {
        return KeycloakServer.named(name).databaseFile();
    }
}
