package io.verifytotp.keycloak.it.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.server.KeyRingFile;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import io.verifytotp.keycloak.it.support.server.KeycloakServerBuilder;
import io.verifytotp.keycloak.it.support.server.OperatorKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How much longer the server starts with the extension: in turns, on this machine. */
@Tag("thorough")
class StartupTimeIT {
    private static final int PAIRS = 20;
    private static final Duration LIMIT = Duration.ofMillis(500);

    @Test
    void theExtensionCostsHalfASecondAtMost() {
        try (KeycloakServer without = builder("start-without").withoutProduct().start();
                KeycloakServer with = builder("start-with")
                        .option(OperatorKeys.OPTION, KeyRingFile.create("start").toString())
                        .start()) {
            without.stop();
            with.stop();
            List<Long> costs = new ArrayList<>();
            for (int pair = 0; pair < PAIRS; pair++) {
                // Either goes first in every second pair: a machine that gets slower or faster favours neither.
                boolean withFirst = pair % 2 == 0;
                long first = timeToStart(withFirst ? with : without);
                long second = timeToStart(withFirst ? without : with);
                System.out.printf(
                        "Start-up: %d ms, %s the extension first, then %d ms%n",
                        first, withFirst ? "with" : "without", second);
                costs.add(withFirst ? first - second : second - first);
            }

            assertThat(median(costs)).isLessThanOrEqualTo(LIMIT);
        }
    }

    /** Starts differ by seconds on a busy machine. Neighbours share its state, and one odd pair counts little. */
    private static Duration median(List<Long> millis) {
        List<Long> sorted = millis.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return Duration.ofMillis((sorted.get(middle - 1) + sorted.get(middle)) / 2);
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
