package io.verifytotp.keycloak.domain.service;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A limit of so many challenges within any span of time, as a rate: some at once, then one after each interval (the
 * generic cell rate algorithm). One time is enough to remember of the past: when the whole limit is free again. The rate
 * admits nothing that a count of the span would refuse.
 *
 * @param burst how many are admitted at once
 * @param interval time after which one more is admitted
 */
public record ChallengeRate(int burst, Duration interval) {
    /** Returns the rate that admits half of the limit at once, and never more than the limit within any such span. */
    public static ChallengeRate of(int limit, Duration span) {
        int burst = limit / 2 + limit % 2;
        // Within a span come the burst, and one more for each interval that begins in it.
        long rest = limit + 1L - burst;
        return new ChallengeRate(burst, Duration.ofMillis((span.toMillis() + rest - 1) / rest));
    }

    /** Returns the latest time of being wholly free again with which one more is admitted now. */
    public Instant latestFree(Instant now) {
        return now.plusMillis(interval.toMillis() * (burst - 1L));
    }

    /** Returns when the limit is wholly free again after one more now. */
    public Instant afterOneMore(Instant free, Instant now) {
        return (free.isAfter(now) ? free : now).plus(interval);
    }

    /** Returns how much earlier the limit is free again without a challenge that was created then: what it still takes. */
    public Duration givenBack(Instant createdAt, Instant now) {
        Duration left = Duration.between(now, createdAt.plus(interval));
        if (left.isNegative()) {
            return Duration.ZERO;
        }
        return left.compareTo(interval) > 0 ? interval : left;
    }

    /** Returns when the limit is wholly free again after challenges that were created then, the oldest first. */
    public Instant afterAll(List<Instant> createdAt) {
        Instant free = Instant.EPOCH;
        for (Instant created : createdAt) {
            free = afterOneMore(free, created);
        }
        return free;
    }
}
