package io.verifytotp.keycloak.wiring.cleanup;

import java.time.Duration;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;

/** Runs purges one at a time, on a thread that ends when it is idle. */
public final class PurgeExecutor {
    private static final long IDLE_SECONDS = 1;

    /** Discards a run if another one is running or the server stops; the next interval brings another. */
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            0,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            run -> {
                Thread made = new Thread(run, "verify-totp-purge");
                made.setDaemon(true);
                return made;
            },
            new DiscardPolicy());

    void execute(Runnable run) {
        thread.execute(run);
    }

    /** Accepts no more runs, and waits up to the given time for a running one. */
    public void close(Duration longest) {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
