package io.verifytotp.keycloak.wiring.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MailQueueTest {
    private static final int PLACES = 20;
    private static final int SENDING = 2;

    private final MailQueue queue = new MailQueue(PLACES);
    private final CountDownLatch answered = new CountDownLatch(1);
    private final Queue<String> sent = new ConcurrentLinkedQueue<>();

    @AfterEach
    void end() {
        answered.countDown();
        queue.close(Duration.ZERO);
    }

    @Test
    void sendsOnThreadsThatDoNotKeepTheServerRunning() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        Queue<Thread> threads = new ConcurrentLinkedQueue<>();

        assertThat(queue.offer("realm", () -> {
                    threads.add(Thread.currentThread());
                    done.countDown();
                }))
                .isTrue();

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(threads).singleElement().satisfies(thread -> {
            assertThat(thread).isNotSameAs(Thread.currentThread());
            assertThat(thread.isDaemon()).isTrue();
            assertThat(thread.getName()).startsWith("verify-totp-mail-");
        });
    }

    @Test
    void takesHalfOfItsPlacesFromOneRealmAndAllFromSeveral() throws InterruptedException {
        stall("one");
        assertThat(offer("one", PLACES)).isEqualTo(PLACES / 2);
        stall("two");
        assertThat(offer("two", PLACES)).isEqualTo(PLACES / 2);

        assertThat(offer("three", 1)).isZero();
    }

    @Test
    void aRealmWhoseServerNeverAnswersKeepsNoOtherWaiting() throws InterruptedException {
        stall("silent");
        offer("silent", PLACES / 2);
        CountDownLatch done = new CountDownLatch(5);

        for (int i = 0; i < 5; i++) {
            assertThat(queue.offer("other", done::countDown)).isTrue();
        }

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(sent).isEmpty();
    }

    @Test
    void aMailThatFailsKeepsNoOtherWaiting() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        for (int i = 0; i < SENDING; i++) {
            queue.offer("realm", () -> {
                throw new IllegalStateException("for the test");
            });
        }

        queue.offer("realm", done::countDown);

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void sendsWhatWaitsBeforeItCloses() {
        assertThat(offer("realm", PLACES / 2)).isEqualTo(PLACES / 2);

        assertThat(queue.close(Duration.ofSeconds(20))).isZero();

        assertThat(sent).hasSize(PLACES / 2);
        assertThat(queue.offer("realm", () -> sent.add("late"))).isFalse();
    }

    @Test
    void closesInTimeAndCountsWhatWasNotSent() throws InterruptedException {
        stall("silent");
        assertThat(offer("silent", 3)).isEqualTo(3);

        assertThat(queue.close(Duration.ofMillis(50))).isEqualTo(SENDING + 3);

        answered.countDown();
        assertThat(sent).doesNotContain("silent");
    }

    /** Silent realms hold seven of the eight threads, so that one thread alone goes from realm to realm. */
    @Test
    void realmsTakeTurns() throws InterruptedException {
        for (String realm : List.of("a", "b", "c")) {
            stall(realm);
        }
        stall("d", 1, answered);
        CountDownLatch begin = new CountDownLatch(1);
        stall("busy", 1, begin);
        CountDownLatch done = new CountDownLatch(PLACES / 2 + 1);
        for (int i = 0; i < PLACES / 2; i++) {
            queue.offer("busy", () -> sent("busy", done));
        }
        queue.offer("modest", () -> sent("modest", done));

        begin.countDown();

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(List.copyOf(sent).indexOf("modest")).isEqualTo(1);
    }

    private void sent(String realm, CountDownLatch done) {
        sent.add(realm);
        done.countDown();
    }

    /** Two mails of that realm are being sent when this returns, and go on until the end of the test. */
    private void stall(String realm) throws InterruptedException {
        stall(realm, SENDING, answered);
    }

    private void stall(String realm, int mails, CountDownLatch until) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(mails);
        for (int i = 0; i < mails; i++) {
            queue.offer(realm, () -> {
                begun.countDown();
                await(until);
            });
        }
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    }

    /** How many of so many mails were taken. */
    private int offer(String realm, int mails) {
        int taken = 0;
        for (int i = 0; i < mails; i++) {
            taken += queue.offer(realm, () -> sent.add(realm)) ? 1 : 0;
        }
        return taken;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
