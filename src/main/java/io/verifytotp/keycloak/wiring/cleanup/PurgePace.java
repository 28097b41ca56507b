package io.verifytotp.keycloak.wiring.cleanup;

import io.verifytotp.keycloak.domain.cleanup.Purge;
import io.verifytotp.keycloak.domain.cleanup.StaleRows.Kind;
import io.verifytotp.keycloak.wiring.server.Meter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jboss.logging.Logger;

/**
 * Counts removed rows and paces the purge: after each batch it pauses for three times the batch's duration, at most 5
 * seconds, so that the purge takes about a quarter of the database's time. Runs no more batches when the server stops.
 */
public final class PurgePace implements Purge.Pace {
    private static final Logger LOG = Logger.getLogger(PurgePace.class);

    private static final int PAUSE_FACTOR = 3;

    /** Limits the pause: the clock may have been set forward during the batch. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Clock clock;
    private final CountDownLatch stopped;

    /** @param stopped is counted down when the server stops */
    public PurgePace(Clock clock, CountDownLatch stopped) {
        this.clock = clock;
        this.stopped = stopped;
    }

    @Override
    public int run(Kind kind, IntSupplier batch) {
        if (stopped.getCount() == 0) {
            return 0;
        }
        Instant begin = clock.instant();
        int removed = batch.getAsInt();
        Meter.PURGED.count(removed, "kind", kind.metricName());
        if (removed > 0) {
            pause(PAUSE_FACTOR * Duration.between(begin, clock.instant()).toNanos());
        }
        return removed;
    }

    private void pause(long nanos) {
        try {
            if (stopped.await(Math.min(nanos, LONGEST_PAUSE.toNanos()), TimeUnit.NANOSECONDS)) {
                LOG.debug("The purge stops, because the server does");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
