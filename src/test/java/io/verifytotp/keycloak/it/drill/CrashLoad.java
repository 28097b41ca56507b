package io.verifytotp.keycloak.it.drill;

import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.NodeAccess;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Users who enroll, log in, confirm and replace their factor, over both nodes and all the time, with real time for a
 * clock. What fails is expected to; what succeeds is in the journal.
 */
final class CrashLoad implements AutoCloseable {
    private static final int WORKERS = 8;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration STEP = Duration.ofSeconds(30);

    private final List<NodeAccess> nodes;
    private final CrashJournal journal = new CrashJournal();
    private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
    private volatile boolean stopping;

    private CrashLoad(List<NodeAccess> nodes) {
        this.nodes = nodes;
    }

    static CrashLoad on(List<NodeAccess> nodes) {
        CrashLoad load = new CrashLoad(nodes);
        for (int worker = 0; worker < WORKERS; worker++) {
            int turn = worker;
            load.workers.execute(() -> load.work(turn));
        }
        return load;
    }

    CrashJournal journal() {
        return journal;
    }

    /** Returns when so many more codes have been approved. */
    void awaitUses(int more) {
        int before = journal.approvals();
        Await.until(more + " more codes", LIMIT, () -> journal.approvals() >= before + more);
    }

    /** Returns when all that was begun has ended. */
    void stop() {
        stopping = true;
        workers.shutdown();
        try {
            if (!workers.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("The load does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        stopping = true;
        workers.shutdownNow();
    }

    private void work(int worker) {
        for (int turn = worker; !stopping; turn++) {
            List<NodeAccess> order = new ArrayList<>(nodes);
            if (turn % 2 == 1) {
                Collections.reverse(order);
            }
            try {
                oneUser(order.get(0), order.get(1));
            } catch (UncheckedIOException | AssertionError | IllegalStateException e) {
                // A node or the database is gone: the next user may have more luck.
                Thread.onSpinWait();
            }
        }
    }

    /** A factor with three codes, and then another one in its place. */
    private void oneUser(NodeAccess here, NodeAccess there) {
        TestUser user = here.realm().addUser("load-" + System.nanoTime());
        CrashJournal.Owner owner = journal.owner(here, user);
        for (int i = 0; i < 2 && !stopping; i++) {
            ApiFactor factor = ApiFactor.create(here.api(), user);
            long step = Instant.now().getEpochSecond() / STEP.toSeconds();
            owner.verifying(factor);
            use(
                    factor,
                    step - 1,
                    code -> factor.verify(code).expect(200).field("status").equals("verified"));
            owner.verified(factor);
            use(factor, step, code -> there.logsIn(factor, code));
            use(factor, step + 1, code -> here.approves(factor, code));
        }
    }

    /** Ends the user's turn where the code was refused: near the end of a step it may have been too late. */
    private void use(ApiFactor factor, long step, Door door) {
        String code = factor.app().codeAt(Instant.ofEpochSecond(step * STEP.toSeconds()));
        Instant lastMoment = Instant.ofEpochSecond((step + 2) * STEP.toSeconds());
        boolean right;
        try {
            right = door.takes(code);
        } catch (UncheckedIOException | AssertionError | IllegalStateException e) {
            journal.unanswered(factor, code, lastMoment);
            throw e;
        }
        if (!right) {
            journal.unanswered(factor, code, lastMoment);
            throw new IllegalStateException("Refused");
        }
        journal.approved(factor, code, lastMoment);
    }

    private interface Door {
        boolean takes(String code);
    }
}
