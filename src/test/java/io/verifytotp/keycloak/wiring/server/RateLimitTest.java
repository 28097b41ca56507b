package io.verifytotp.keycloak.wiring.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.fake.TestClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private final TestClock clock = TestClock.at("2026-11-22T10:00:00Z");
    private final RateLimit throttle = new RateLimit(clock);

    @Test
    void permitsTheSameOnceAMinute() {
        assertThat(throttle.permits("key 'k1' is missing")).isTrue();
        clock.advance(Duration.ofSeconds(59));
        assertThat(throttle.permits("key 'k1' is missing")).isFalse();

        clock.advance(Duration.ofSeconds(1));
        assertThat(throttle.permits("key 'k1' is missing")).isTrue();
        assertThat(throttle.permits("key 'k1' is missing")).isFalse();
    }

    @Test
    void countsAMinuteFromWhatWasSaidNotFromWhatWasHeldBack() {
        throttle.permits("a");
        clock.advance(Duration.ofSeconds(50));
        throttle.permits("a");
        clock.advance(Duration.ofSeconds(10));

        assertThat(throttle.permits("a")).isTrue();
    }

    @Test
    void permitsDifferentThingsAtOnce() {
        assertThat(throttle.permits("key 'k1' is missing")).isTrue();
        assertThat(throttle.permits("key 'k2' is missing")).isTrue();
    }

    @Test
    void permitsOneOfManyAtOnce() {
        for (int round = 0; round < 20; round++) {
            AtomicInteger permitted = new AtomicInteger();

            IntStream.range(0, 200).parallel().forEach(i -> {
                if (throttle.permits("a")) {
                    permitted.incrementAndGet();
                }
            });

            assertThat(permitted).hasValue(1);
            clock.advance(Duration.ofMinutes(1));
        }
    }

    @Test
    void forgetsRatherThanGrowWithoutEnd() {
        throttle.permits("first");
        IntStream.range(0, 1001).forEach(i -> throttle.permits("thing " + i));

        assertThat(throttle.permits("first")).isTrue();
    }

    @Test
    void permitsAgainWhatWasNotSaidAfterAll() {
        throttle.permits("a");

        throttle.forget("a");

        assertThat(throttle.permits("a")).isTrue();
    }
}
