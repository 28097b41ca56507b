package io.verifytotp.keycloak.wiring.mail;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Sends mails outside of requests, on a few threads of its own. Keycloak's executors have unbounded queues, and their
 * threads keep a server from stopping. Realms take turns; each gets at most a quarter of the threads and half of the
 * queue, so that a mail server that never answers affects its own realm only.
 */
final class MailQueue {
    private static final int THREADS = 8;
    private static final int THREADS_OF_A_REALM = 2;
    private static final long IDLE_SECONDS = 30;

    private final int places;
    private final ThreadPoolExecutor threads;
    private final Map<String, Lane> lanes = new HashMap<>();
    private final CountDownLatch drained = new CountDownLatch(1);
    private int waiting;
    private int running;
    private boolean closed;

    /** @param places number of mails that may wait */
    MailQueue(int places) {
        AtomicInteger number = new AtomicInteger();
        this.places = places;
        // The executor queues at most two turns for each realm; the mails wait in their lanes.
        this.threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                turn -> {
                    Thread thread = new Thread(turn, "verify-totp-mail-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                },
                new DiscardPolicy());
        threads.allowCoreThreadTimeOut(true);
    }

    /** The waiting mails of one realm, and the number of threads that take turns for it. */
    private static final class Lane {
        private final Queue<Runnable> mails = new ArrayDeque<>();
        private int turns;
    }

    /** Queues a mail; returns false if the queue is full. */
    synchronized boolean offer(String realm, Runnable mail) {
        Lane lane = lanes.getOrDefault(realm, new Lane());
        if (closed || waiting >= places || lane.mails.size() >= Math.max(1, places / 2)) {
            return false;
        }
        lanes.put(realm, lane);
        lane.mails.add(mail);
        waiting++;
        if (lane.turns < THREADS_OF_A_REALM) {
            lane.turns++;
            threads.execute(() -> takeTurn(realm, lane));
        }
        return true;
    }

    /** Sends one mail, then queues the realm's next turn behind those of other realms. */
    private void takeTurn(String realm, Lane lane) {
        Runnable mail = next(realm, lane);
        if (mail == null) {
            return;
        }
        try {
            mail.run();
        } finally {
            ended();
            threads.execute(() -> takeTurn(realm, lane));
        }
    }

    private synchronized @Nullable Runnable next(String realm, Lane lane) {
        Runnable mail = lane.mails.poll();
        if (mail != null) {
            waiting--;
            running++;
            return mail;
        }
        lane.turns--;
        if (lane.turns == 0) {
            lanes.remove(realm, lane);
        }
        return null;
    }

    private synchronized void ended() {
        running--;
        releaseIfDrained();
    }

    private void releaseIfDrained() {
        if (closed && waiting + running == 0) {
            drained.countDown();
        }
    }

    /** Accepts no more mails, waits up to the given time for those in the queue, and returns how many were not sent. */
    int close(Duration longest) {
        acceptNoMore();
        try {
            drained.await(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return stop();
    }

    private synchronized void acceptNoMore() {
        closed = true;
        releaseIfDrained();
    }

    private synchronized int stop() {
        lanes.values().forEach(lane -> lane.mails.clear());
        threads.shutdown();
        return waiting + running;
    }
}
