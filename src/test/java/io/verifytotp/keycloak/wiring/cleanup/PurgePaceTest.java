package io.verifytotp.keycloak.wiring.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.cleanup.Purge;
import io.verifytotp.keycloak.domain.cleanup.StaleRows;
import io.verifytotp.keycloak.domain.fake.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PurgePaceTest {
    private final TestClock clock = TestClock.at("2026-11-22T10:00:00Z");
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Endless endless = new Endless();
    private final Purge purge = new Purge(clock, endless, new PurgePace(clock, stopped));

    @Test
    void leavesNothingToRemoveWhenTheServerStops() {
        stopped.countDown();

        assertThat(purge.run(List.of()).values()).containsOnly(0);
        assertThat(endless.batches).isZero();
    }

    @Test
    void endsThePurgeWithTheBatchInWhichTheServerStops() {
        endless.stopAfter = 3;

        purge.run(List.of());

        assertThat(endless.batches).isEqualTo(3);
    }

    /** Has always more to remove. */
    private final class Endless implements StaleRows {
        private int batches;
        private int stopAfter = Integer.MAX_VALUE;

        @Override
        public int removeChallenges(String realm, Instant before) {
            return batch();
        }

        @Override
        public int removePendingFactors(Instant before) {
            return batch();
        }

        @Override
        public int removeEntities() {
            return batch();
        }

        @Override
        public int removeFactors(Instant before) {
            return batch();
        }

        @Override
        public int forgetClients() {
            return batch();
        }

        private int batch() {
            batches++;
            if (batches == stopAfter) {
                stopped.countDown();
            }
            clock.advance(Duration.ofMillis(10));
            return 100;
        }
    }
}
