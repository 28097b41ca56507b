package io.verifytotp.keycloak.domain.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A rate keeps within its limit whatever comes when: compared with a count of the challenges without approval. */
class ChallengeRateTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Instant BEGIN = Instant.parse("2026-11-22T10:00:00Z");

    @ParameterizedTest
    @CsvSource({"1, 1, 3600000", "2, 1, 1800000", "3, 2, 1800000", "10, 5, 600000", "50, 25, 138462", "100, 50, 70589"})
    void admitsHalfOfTheLimitAtOnceAndTheRestOneByOne(int limit, int burst, long interval) {
        assertThat(ChallengeRate.of(limit, HOUR)).isEqualTo(new ChallengeRate(burst, Duration.ofMillis(interval)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 10, 50, 100, 1000})
    void isWhollyFreeAfterTheSpanAtTheLatest(int limit) {
        ChallengeRate rate = ChallengeRate.of(limit, HOUR);
        Instant free = Instant.EPOCH;
        for (int i = 0; i < rate.burst() && !free.isAfter(rate.latestFree(BEGIN)); i++) {
            free = rate.afterOneMore(free, BEGIN);
        }

        assertThat(free).isBeforeOrEqualTo(BEGIN.plus(HOUR));
    }

    @Test
    void neverAdmitsWhatACountRefuses() {
        for (long seed = 0; seed < 2_000; seed++) {
            new History(seed).run(400);
        }
    }

    @Test
    void admitsAsManyAsTheLimitWithinASpan() {
        ChallengeRate rate = ChallengeRate.of(50, HOUR);
        Instant free = Instant.EPOCH;
        int admitted = 0;
        for (Instant now = BEGIN; now.isBefore(BEGIN.plus(HOUR)); now = now.plusMillis(500)) {
            if (!free.isAfter(rate.latestFree(now))) {
                free = rate.afterOneMore(free, now);
                admitted++;
            }
        }

        assertThat(admitted).isEqualTo(50);
    }

    /** Challenges at random times, of which some are approved, at once or later; it may begin with what a count admitted. */
    private static final class History {
        private final String name;
        private final Random random;
        private final int limit;
        private final ChallengeRate rate;
        private final List<Instant> notApproved = new ArrayList<>();
        private Instant now = BEGIN;
        private Instant free;

        History(long seed) {
            this.random = new Random(seed);
            this.limit = 1 + random.nextInt(random.nextBoolean() ? 5 : 100);
            this.rate = ChallengeRate.of(limit, HOUR);
            this.name = "limit " + limit + ", seed " + seed;
            int before = random.nextBoolean() ? 0 : random.nextInt(limit + 1);
            for (int i = 0; i < before; i++) {
                notApproved.add(BEGIN.minusMillis(random.nextInt((int) HOUR.toMillis())));
            }
            notApproved.sort(Instant::compareTo);
            this.free = rate.afterAll(notApproved);
        }

        void run(int events) {
            for (int i = 0; i < events; i++) {
                now = now.plusMillis(random.nextInt(
                        random.nextBoolean() ? 10 : 2 * (int) rate.interval().toMillis()));
                if (random.nextInt(4) == 0 && !notApproved.isEmpty()) {
                    approve(notApproved.remove(random.nextInt(notApproved.size())));
                } else {
                    open(random.nextInt(3) == 0);
                }
            }
        }

        private void open(boolean approvedAtOnce) {
            if (free.isAfter(rate.latestFree(now))) {
                return;
            }
            assertThat(inTheHourBefore()).as(name).isLessThan(limit);
            if (!approvedAtOnce) {
                free = rate.afterOneMore(free, now);
                notApproved.add(now);
            }
        }

        private void approve(Instant createdAt) {
            free = free.minus(rate.givenBack(createdAt, now));
        }

        private long inTheHourBefore() {
            Instant since = now.minus(HOUR);
            return notApproved.stream()
                    .filter(created -> created.isAfter(since))
                    .count();
        }
    }
}
