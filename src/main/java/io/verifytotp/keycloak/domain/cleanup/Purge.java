package io.verifytotp.keycloak.domain.cleanup;

import io.verifytotp.keycloak.domain.cleanup.StaleRows.Kind;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/** Removes stale rows of all kinds, batch by batch. */
public final class Purge {
    /** Spares younger rows, because a promotion or an import may be in progress. */
    private static final Duration GRACE = Duration.ofHours(1);

    /** Limits a run, because the run of another node waits for the same lock. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Clock clock;
    private final StaleRows staleRows;
    private final Pace pace;

    public Purge(Clock clock, StaleRows staleRows, Pace pace) {
        this.clock = clock;
        this.staleRows = staleRows;
        this.pace = pace;
    }

    /** Runs one batch after the other, each when it is due. */
    public interface Pace {
        /** Runs a batch, and returns the number of rows that it removed; 0 if no more batches are to be run. */
        int run(Kind kind, IntSupplier batch);
    }

    /** How long the realm with that id keeps challenges. */
    public record Retention(String id, Duration challenges) {}

    /**
     * Removes stale rows until none is left or five minutes have passed. The next run continues.
     *
     * @return number of removed rows of each kind
     * @throws StoreUnavailableException if the store does not respond; rows that were removed before stay removed
     */
    public Map<Kind, Integer> run(List<Retention> realms) {
        Instant end = clock.instant().plus(LONGEST);
        Map<Kind, Integer> removed = new EnumMap<>(Kind.class);
        for (Retention realm : realms) {
            Instant before = clock.instant().minus(realm.challenges());
            remove(Kind.CHALLENGES, removed, end, () -> staleRows.removeChallenges(realm.id(), before));
        }
        Instant now = clock.instant();
        remove(Kind.PENDING_FACTORS, removed, end, () -> staleRows.removePendingFactors(now));
        remove(Kind.ENTITIES, removed, end, staleRows::removeEntities);
        remove(Kind.FACTORS, removed, end, () -> staleRows.removeFactors(now.minus(GRACE)));
        remove(Kind.CLIENTS, removed, end, staleRows::forgetClients);
        return removed;
    }

    private void remove(Kind kind, Map<Kind, Integer> removed, Instant end, IntSupplier batch) {
        int last = 1;
        while (last > 0 && clock.instant().isBefore(end)) {
            last = pace.run(kind, batch);
            removed.merge(kind, last, Integer::sum);
        }
        removed.putIfAbsent(kind, 0);
    }
}
