package io.verifytotp.keycloak.wiring.cleanup;

import io.verifytotp.keycloak.domain.cleanup.StaleRows;
import io.verifytotp.keycloak.wiring.server.Meter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jboss.logging.Logger;

/**
 * Counts what each batch removes, and rests after it for three times as long as it took: whoever logs in meanwhile finds
 * the database and the processors free most of the time, and a slow database gets more rest than a fast one. When the
 * server stops, nothing is left to remove.
 */
public final class PacedStaleRows implements StaleRows {
    private static final Logger LOG = Logger.getLogger(PacedStaleRows.class);

    private static final int REST = 3;

    /** The clock may have been set forward meanwhile. */
    private static final Duration LONGEST_REST = Duration.ofSeconds(5);

    private final StaleRows staleRows;
    private final Clock clock;
    private final CountDownLatch stopped;

    /** @param stopped is counted down when the server stops */
    public PacedStaleRows(StaleRows staleRows, Clock clock, CountDownLatch stopped) {
        this.staleRows = staleRows;
        this.clock = clock;
        this.stopped = stopped;
    }

    @Override
    public int removeChallenges(String realm, Instant before) {
        return remove(Kind.CHALLENGES, () -> staleRows.removeChallenges(realm, before));
    }

    @Override
    public int removePendingFactors(Instant before) {
        return remove(Kind.PENDING_FACTORS, () -> staleRows.removePendingFactors(before));
    }

    @Override
    public int removeEntities() {
        return remove(Kind.ENTITIES, staleRows::removeEntities);
    }

    @Override
    public int removeFactors(Instant before) {
        return remove(Kind.FACTORS, () -> staleRows.removeFactors(before));
    }

    @Override
    public int forgetClients() {
        return remove(Kind.CLIENTS, staleRows::forgetClients);
    }

    private int remove(Kind kind, IntSupplier batch) {
        if (stopped.getCount() == 0) {
            return 0;
        }
        Instant begin = clock.instant();
        int removed = batch.getAsInt();
        Meter.PURGED.count(removed, "kind", kind.metricName());
        if (removed > 0) {
            rest(REST * Duration.between(begin, clock.instant()).toNanos());
        }
        return removed;
    }

    private void rest(long nanos) {
        try {
            boolean cutShort = stopped.await(Math.min(nanos, LONGEST_REST.toNanos()), TimeUnit.NANOSECONDS);
            if (cutShort) {
                LOG.debug("The server stops, and so does the purge");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
