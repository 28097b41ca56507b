package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.service.Budgets;
import io.verifytotp.keycloak.domain.service.ChallengeRate;
import io.verifytotp.keycloak.store.transaction.Sql;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The part of a statement on a factor's row that is about the factor's budgets of challenges: the formulas of
 * {@link ChallengeRate} in SQL.
 *
 * @param assignments for the {@code set}; may be empty
 * @param condition for the {@code where}, beginning with {@code and}; empty if there need not be a free place
 * @param refuses whether the budgets of a row are why the statement did not change it
 */
record BudgetClause(Sql assignments, Sql condition, Predicate<FactorRow> refuses) {
    /** More than the failures after which every factor is disabled. */
    private static final long FAILURES_PER_STEP = 1000;

    /** Has the claimed step as its parameter. */
    static final String AFTER_CLAIM = "BUDGET_OF = BUDGET_OF + (? - LAST_STEP) * " + FAILURES_PER_STEP + " - FAILURES";

    static final String AFTER_FAILURE = "BUDGET_OF = BUDGET_OF + 1";

    private static final String FREE = " and HOUR_BUDGET_FULL_AT <= ? and DAY_BUDGET_FULL_AT <= ?"
            + " and BUDGET_OF = LAST_STEP * " + FAILURES_PER_STEP + " + FAILURES";

    private static final String LATER = Stream.of("HOUR_BUDGET_FULL_AT", "DAY_BUDGET_FULL_AT")
            .map("%1$s = case when %1$s > ? then %1$s else ? end + ?"::formatted)
            .collect(Collectors.joining(", "));

    /** An empty value stays empty. */
    private static final String EARLIER =
            "HOUR_BUDGET_FULL_AT = HOUR_BUDGET_FULL_AT - ?, DAY_BUDGET_FULL_AT = DAY_BUDGET_FULL_AT - ?";

    /** For answers that leave a stored challenge without approval, and for set-ups. */
    static final BudgetClause NONE = new BudgetClause(Sql.NONE, Sql.NONE, row -> false);

    /** For a new challenge that is approved at once: it takes nothing, but there has to be a free place. */
    static BudgetClause check(Budgets budgets, Instant now) {
        return ifFree(Sql.NONE, budgets, now);
    }

    /** For a new challenge without approval. */
    static BudgetClause take(Budgets budgets, Instant now) {
        long time = now.toEpochMilli();
        long ofHour = budgets.hourly().interval().toMillis();
        long ofDay = budgets.daily().interval().toMillis();
        return ifFree(Sql.of(LATER, time, time, ofHour, time, time, ofDay), budgets, now);
    }

    /** For the approval of a challenge that was stored at that time. */
    static BudgetClause giveBack(Instant createdAt, Budgets budgets, Instant now) {
        long ofHour = budgets.hourly().givenBack(createdAt, now).toMillis();
        long ofDay = budgets.daily().givenBack(createdAt, now).toMillis();
        return new BudgetClause(Sql.of(EARLIER, ofHour, ofDay), Sql.NONE, row -> false);
    }

    /**
     * Returns the use of a row as one number. The row remembers the one that its budgets belong to: nodes of older
     * versions change the use, but not the budgets.
     */
    static long use(long lastStep, int failures) {
        return lastStep * FAILURES_PER_STEP + failures;
    }

    private static BudgetClause ifFree(Sql assignments, Budgets budgets, Instant now) {
        long hour = budgets.hourly().latestFree(now).toEpochMilli();
        long day = budgets.daily().latestFree(now).toEpochMilli();
        return new BudgetClause(
                assignments,
                Sql.of(FREE, hour, day),
                row -> row.hasBudgets() && (row.hourFullAt > hour || row.dayFullAt > day));
    }
}
