package io.verifytotp.keycloak.wiring.cleanup;

import java.time.Duration;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;

/** The thread that purges, which is there only while there is something to do. One run at a time. */
public final class PurgeExecutor {
    private static final long IDLE_SECONDS = 1;

    /** A run that comes while another one is under way, or when the server stops, is left to the next interval. */
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

    void run(Runnable run) {
        thread.execute(run);
    }

    /** Starts no more runs, and waits for one that is under way for so long at most. */
    public void close(Duration patience) {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
