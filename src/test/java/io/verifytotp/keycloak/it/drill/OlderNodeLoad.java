package io.verifytotp.keycloak.it.drill;

import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.db.BulkFactors.Bulk;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Codes of one factor after another, each right and new, at the node that the factors were made with. */
final class OlderNodeLoad implements AutoCloseable {
    private final List<Bulk> factors;
    private final AtomicInteger approved = new AtomicInteger();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final List<String> refused = Collections.synchronizedList(new ArrayList<>());
    private final Thread thread = new Thread(this::run, "older node load");

    private OlderNodeLoad(List<Bulk> factors) {
        this.factors = factors;
    }

    static OlderNodeLoad on(List<Bulk> factors) {
        OlderNodeLoad load = new OlderNodeLoad(factors);
        load.thread.start();
        return load;
    }

    int approved() {
        return approved.get();
    }

    /** The answers that were not an approval. */
    List<String> refused() {
        return List.copyOf(refused);
    }

    private void run() {
        for (int next = 0; next < factors.size() && !stopping.get(); next++) {
            ApiFactor factor = factors.get(next).factor();
            try {
                String answer = factor.challengeWith("AuthPayload", factor.currentCode())
                        .toString();
                if (answer.contains("\"status\":\"approved\"")) {
                    approved.incrementAndGet();
                } else {
                    refused.add(answer);
                }
            } catch (RuntimeException | AssertionError e) {
                refused.add(e.toString());
            }
        }
    }

    void stop() {
        stopping.set(true);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the load ended", e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
