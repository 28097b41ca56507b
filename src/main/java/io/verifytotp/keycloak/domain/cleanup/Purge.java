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

/** Removes what nobody needs any more, batch by batch until nothing is left over. */
public final class Purge {
    /** A promotion or an import may be under way; what is younger is left for the next time. */
    private static final Duration GRACE = Duration.ofHours(1);

    /** The run of another node waits for the same lock; what is left is removed the next time. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Clock clock;
    private final StaleRows staleRows;

    public Purge(Clock clock, StaleRows staleRows) {
        this.clock = clock;
        this.staleRows = staleRows;
    }

    /**
     * A realm and how long its challenges are kept.
     *
     * @param id of the realm
     */
    public record Retention(String id, Duration challenges) {}

    /**
     * Removes what is left over, until nothing is or five minutes have passed; the next run goes on.
     *
     * @return how many rows of each kind
     * @throws StoreUnavailableException if the store does not answer; what was removed until then is gone
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
