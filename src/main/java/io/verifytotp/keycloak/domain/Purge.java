package io.verifytotp.keycloak.domain;

import io.verifytotp.keycloak.domain.Leftovers.Kind;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/** Removes what nobody needs any more, batch by batch until nothing is left over. */
public final class Purge {
    /** A promotion or an import may be under way; what is younger is left for the next time. */
    private static final Duration GRACE = Duration.ofHours(1);

    private final Clock clock;
    private final Leftovers leftovers;

    public Purge(Clock clock, Leftovers leftovers) {
        this.clock = clock;
        this.leftovers = leftovers;
    }

    /**
     * A realm and how long its challenges are kept.
     *
     * @param id of the realm
     */
    public record Retention(String id, Duration challenges) {}

    /**
     * Removes everything that is left over.
     *
     * @return how many rows of each kind
     * @throws StoreUnavailableException if the store does not answer; what was removed until then is gone
     */
    public Map<Kind, Integer> run(List<Retention> realms) {
        Map<Kind, Integer> removed = new EnumMap<>(Kind.class);
        for (Retention realm : realms) {
            add(
                    removed,
                    Kind.CHALLENGES,
                    () -> leftovers.removeChallenges(realm.id(), clock.instant().minus(realm.challenges())));
        }
        add(removed, Kind.PENDING_FACTORS, () -> leftovers.removePendingFactors(clock.instant()));
        add(removed, Kind.ENTITIES, leftovers::removeEntities);
        add(removed, Kind.FACTORS, () -> leftovers.removeFactors(clock.instant().minus(GRACE)));
        return removed;
    }

    private static void add(Map<Kind, Integer> removed, Kind kind, IntSupplier batch) {
        int sum = 0;
        int last = batch.getAsInt();
        while (last > 0) {
            sum += last;
            last = batch.getAsInt();
        }
        removed.merge(kind, sum, Integer::sum);
    }
}
