package io.verifytotp.keycloak.wiring.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PurgeExecutorTest {
    private final PurgeExecutor thread = new PurgeExecutor();
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void keepsTheTimerFreeAndRunsOneAtATime() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        thread.execute(() -> longRun(begun));
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        thread.execute(runs::incrementAndGet);
        thread.execute(runs::incrementAndGet);

        end.countDown();
        thread.close(Duration.ofSeconds(10));
        assertThat(runs).hasValue(1);
    }

    @Test
    void waitsForTheRunThatIsUnderWayAndStartsNoMore() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        thread.execute(() -> longRun(begun));
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        end.countDown();
        thread.close(Duration.ofSeconds(10));
        assertThat(runs).hasValue(1);

        thread.execute(runs::incrementAndGet);
        assertThat(runs).hasValue(1);
    }

    private void longRun(CountDownLatch begun) {
        begun.countDown();
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        runs.incrementAndGet();
    }
}
