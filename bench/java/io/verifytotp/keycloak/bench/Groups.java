package io.verifytotp.keycloak.bench;

import io.verifytotp.keycloak.it.support.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Users in groups that take turns: a code works once, so that nobody logs in twice within one time step. A group that is
 * asked too early waits for the next step.
 */
final class Groups {
    static final int SECONDS_OF_A_STEP = 30;
    private static final int USUAL = 3;
    private static final Duration LIMIT = Duration.ofSeconds(2L * SECONDS_OF_A_STEP);

    private final List<List<Account>> groups = new ArrayList<>();
    private final List<AtomicLong> lastSteps = new ArrayList<>();
    private int next;

    /** @param size accounts in each group */
    Groups(List<Account> accounts, int size) {
        this(accounts, size, USUAL);
    }

    Groups(List<Account> accounts, int size, int number) {
        for (int i = 0; i < number; i++) {
            groups.add(accounts.subList(i * size, (i + 1) * size));
            lastSteps.add(new AtomicLong());
        }
    }

    /** Accounts none of whose codes of the present time step has been used. */
    List<Account> nextGroup() {
        int turn = next;
        next = (next + 1) % groups.size();
        AtomicLong last = lastSteps.get(turn);
        awaitStepAfter(last.get());
        last.set(step());
        return groups.get(turn);
    }

    /** Waits for new codes: another scenario may have used those of the present step. */
    static void awaitNextStep() {
        awaitStepAfter(step());
    }

    static void awaitStepAfter(long earlier) {
        Await.until("the next time step", LIMIT, () -> step() > earlier);
    }

    static long step() {
        return Instant.now().getEpochSecond() / SECONDS_OF_A_STEP;
    }
}
