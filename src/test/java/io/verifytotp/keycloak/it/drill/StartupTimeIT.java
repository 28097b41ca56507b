package io.verifytotp.keycloak.it.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.server.KeyRingFile;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import io.verifytotp.keycloak.it.support.server.KeycloakServerBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How much longer the server starts with the extension: the shortest of several starts, in turns, on this machine. */
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
            List<Long> timesWith = new ArrayList<>();
            List<Long> timesWithout = new ArrayList<>();
            for (int pair = 0; pair < PAIRS; pair++) {
                timesWith.add(timeToStart(with));
                timesWithout.add(timeToStart(without));
            }

            System.out.printf("Start-up in ms: with the extension %s, without %s%n", timesWith, timesWithout);
            // What else the machine does only adds time, up to seconds: the shortest ones have least of it.
            Duration cost = Duration.ofMillis(Collections.min(timesWith) - Collections.min(timesWithout));
            assertThat(cost).isLessThanOrEqualTo(Duration.ofMillis(500));
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
