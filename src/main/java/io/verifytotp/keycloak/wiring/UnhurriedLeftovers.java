package io.verifytotp.keycloak.wiring;

import io.micrometer.core.instrument.Metrics;
import io.verifytotp.keycloak.domain.Leftovers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/**
 * Counts each batch, and rests after it for three times as long as it took: whoever logs in meanwhile finds the database
 * and the processors free most of the time, and a slow database gets more rest than a fast one.
 */
record UnhurriedLeftovers(Leftovers leftovers, Clock clock) implements Leftovers {
    private static final int REST = 3;

    /** The clock may have been set forward meanwhile. */
    private static final Duration LONGEST_REST = Duration.ofSeconds(5);

    @Override
    public int removeChallenges(String realm, Instant before) {
        return remove(Kind.CHALLENGES, () -> leftovers.removeChallenges(realm, before));
    }

    @Override
    public int removePendingFactors(Instant before) {
        return remove(Kind.PENDING_FACTORS, () -> leftovers.removePendingFactors(before));
    }

    @Override
    public int removeEntities() {
        return remove(Kind.ENTITIES, leftovers::removeEntities);
    }

    @Override
    public int removeFactors(Instant before) {
        return remove(Kind.FACTORS, () -> leftovers.removeFactors(before));
    }

    @Override
    public int forgetClients() {
        return remove(Kind.CLIENTS, leftovers::forgetClients);
    }

    private int remove(Kind kind, IntSupplier batch) {
        Instant begin = clock.instant();
        int removed = batch.getAsInt();
        Metrics.counter("verify_totp_purged", "kind", kind.metricName()).increment(removed);
        if (removed > 0) {
            long rest = REST * Duration.between(begin, clock.instant()).toNanos();
            LockSupport.parkNanos(Math.min(rest, LONGEST_REST.toNanos()));
        }
        return removed;
    }
}
