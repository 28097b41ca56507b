package io.verifytotp.keycloak.domain.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.verifytotp.keycloak.domain.cleanup.Purge.Retention;
import io.verifytotp.keycloak.domain.cleanup.StaleRows.Kind;
import io.verifytotp.keycloak.domain.fake.TestClock;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PurgeTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final TestClock clock = TestClock.at("2026-11-22T10:00:00Z");
    private final Heap staleRows = new Heap();
    private final Purge purge = new Purge(clock, staleRows, (kind, batch) -> batch.getAsInt());

    @Test
    void removesBatchByBatchUntilNothingIsLeftAndCounts() {
        staleRows.pile("challenges of one", 7);
        staleRows.pile("challenges of two", 3);
        staleRows.pile("pending factors", 4);
        staleRows.pile("entities", 1);
        staleRows.pile("factors", 6);
        staleRows.pile("clients", 2);

        Map<Kind, Integer> removed =
                purge.run(List.of(new Retention("one", Duration.ofDays(30)), new Retention("two", Duration.ofDays(1))));

        assertThat(removed)
                .containsOnly(
                        Map.entry(Kind.CHALLENGES, 10),
                        Map.entry(Kind.PENDING_FACTORS, 4),
                        Map.entry(Kind.ENTITIES, 1),
                        Map.entry(Kind.FACTORS, 6),
                        Map.entry(Kind.CLIENTS, 2));
        assertThat(staleRows.largestBatch()).isEqualTo(Heap.BATCH);
    }

    @Test
    void asksForWhatIsOlderThanTheRealmKeepsIt() {
        purge.run(List.of(new Retention("one", Duration.ofDays(30)), new Retention("two", Duration.ofDays(1))));

        assertThat(staleRows.asked())
                .containsExactly(
                        "challenges of one before " + NOW.minus(Duration.ofDays(30)),
                        "challenges of two before " + NOW.minus(Duration.ofDays(1)),
                        "pending factors before " + NOW,
                        "entities",
                        "factors before " + NOW.minus(Duration.ofHours(1)),
                        "clients");
    }

    @Test
    void findsNothingTheSecondTime() {
        staleRows.pile("entities", 5);
        purge.run(List.of());

        assertThat(purge.run(List.of()))
                .containsOnly(
                        Map.entry(Kind.PENDING_FACTORS, 0),
                        Map.entry(Kind.ENTITIES, 0),
                        Map.entry(Kind.FACTORS, 0),
                        Map.entry(Kind.CLIENTS, 0));
    }

    @Test
    void endsWithAnOutageAndKeepsWhatItHasDone() {
        staleRows.pile("challenges of one", 4);
        staleRows.breakAfter(1);

        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> purge.run(List.of(new Retention("one", Duration.ofDays(30)))));

        assertThat(staleRows.left("challenges of one")).isEqualTo(2);
    }

    @Test
    void endsAfterFiveMinutesAndGoesOnTheNextTime() {
        staleRows.pile("challenges of one", 6);
        staleRows.pile("entities", 3);
        staleRows.eachBatchTakes(Duration.ofMinutes(2));
        List<Retention> realms = List.of(new Retention("one", Duration.ofDays(30)));

        assertThat(purge.run(realms)).containsEntry(Kind.CHALLENGES, 6).containsEntry(Kind.ENTITIES, 0);
        assertThat(purge.run(realms)).containsEntry(Kind.CHALLENGES, 0).containsEntry(Kind.ENTITIES, 2);
    }

    @Test
    void namesTheKindsInMetrics() {
        assertThat(List.of(Kind.values()).stream().map(Kind::metricName))
                .containsExactly("challenges", "pending_factors", "entities", "factors", "clients");
    }

    /** Piles of stale rows that are removed by two. */
    private final class Heap implements StaleRows {
        static final int BATCH = 2;

        private final Map<String, Integer> piles = new HashMap<>();
        private final List<String> asked = new ArrayList<>();
        private int largest;
        private int untilBroken = Integer.MAX_VALUE;
        private Duration each = Duration.ZERO;

        void pile(String name, int count) {
            piles.put(name, count);
        }

        void breakAfter(int batches) {
            untilBroken = batches;
        }

        void eachBatchTakes(Duration time) {
            each = time;
        }

        int left(String name) {
            return piles.getOrDefault(name, 0);
        }

        int largestBatch() {
            return largest;
        }

        List<String> asked() {
            return asked;
        }

        @Override
        public int removeChallenges(String realm, Instant before) {
            return remove("challenges of " + realm, " before " + before);
        }

        @Override
        public int removePendingFactors(Instant before) {
            return remove("pending factors", " before " + before);
        }

        @Override
        public int removeEntities() {
            return remove("entities", "");
        }

        @Override
        public int removeFactors(Instant before) {
            return remove("factors", " before " + before);
        }

        @Override
        public int forgetClients() {
            return remove("clients", "");
        }

        private int remove(String name, String condition) {
            if (untilBroken-- == 0) {
                throw new StoreUnavailableException(new IllegalStateException("connection refused"));
            }
            clock.advance(each);
            asked.add(name + condition);
            int batch = Math.min(BATCH, left(name));
            piles.merge(name, -batch, Integer::sum);
            largest = Math.max(largest, batch);
            return batch;
        }
    }
}
