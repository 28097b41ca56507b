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

    public Purge(Clock clock, StaleRows staleRows) {
        this.clock = clock;
        this.staleRows = staleRows;
    }

    /**
     * Retention of challenges in a realm.
     *
     * @param id id of the realm
     */
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
            removed.merge(
                    Kind.CHALLENGES, all(end, () -> staleRows.removeChallenges(realm.id(), before)), Integer::sum);
        }
        Instant now = clock.instant();
        removed.put(Kind.PENDING_FACTORS, all(end, () -> staleRows.removePendingFactors(now)));
        removed.put(Kind.ENTITIES, all(end, staleRows::removeEntities));
        removed.put(Kind.FACTORS, all(end, () -> staleRows.removeFactors(now.minus(GRACE))));
        removed.put(Kind.CLIENTS, all(end, staleRows::forgetClients));
        return removed;
    }

    private int all(Instant end, IntSupplier batch) {
        int sum = 0;
        int last = 1;
        while (last > 0 && clock.instant().isBefore(end)) {
            last = batch.getAsInt();
            sum += last;
        }
        return sum;
    }
}
