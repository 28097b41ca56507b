package io.verifytotp.keycloak.it.ways;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.random.RandomRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import io.verifytotp.keycloak.it.support.walk.WalkedReport;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Makes realms at random, walks every way in, and compares what happened with what {@code GET /Setup} says. A failure
 * names the seed of its realm; {@code -Dit.argLine=-Dit.seed=42} runs that one alone.
 */
class TheReportAndTheWalkAgreeIT {
    @Test
    void onAFewRealms() {
        agreeOn(8);
    }

    @Test
    @Tag("thorough")
    void onManyRealms() {
        agreeOn(60);
    }

    private static void agreeOn(int count) {
        Long only = Long.getLong("it.seed");
        long first = only == null ? Math.floorMod(System.nanoTime(), 1_000_000L) : only;
        List<String> disagreements = new ArrayList<>();
        int walked = 0;
        int unknown = 0;
        for (long seed = first; seed < first + (only == null ? count : 1); seed++) {
            try (RandomRealm realm = RandomRealm.create(SharedKeycloak.get(), seed)) {
                WalkedReport report =
                        WalkedReport.of(realm.walked(), realm.walked().ways());
                walked += report.walked();
                unknown += report.unknown();
                if (!report.disagreements().isEmpty()) {
                    disagreements.add(String.join("\n", report.disagreements()) + "\n" + realm.description());
                }
            }
        }
        System.out.printf("Seeds from %d: %d ways, of these %d unknown%n", first, walked, unknown);
        assertThat(disagreements).isEmpty();
        assertThat(walked).isPositive();
        assertThat(unknown).as("unknown of %d ways", walked).isLessThanOrEqualTo(walked / 2);
    }
}
