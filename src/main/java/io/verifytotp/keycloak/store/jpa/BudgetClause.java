package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.service.Budgets;
import io.verifytotp.keycloak.domain.service.ChallengeRate;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The part of a statement on a factor's row that is about the factor's budgets of challenges: the formulas of
 * {@link ChallengeRate} in JPQL.
 *
 * @param assignments for the {@code set}; may be empty
 * @param condition for the {@code where}, beginning with {@code and}; empty if there need not be a free place
 */
record BudgetClause(String assignments, String condition, Map<String, Object> parameters) {
    /** More than the failures after which every factor is disabled. */
    private static final long FAILURES_PER_STEP = 1000;

    static final String AFTER_CLAIM =
            "f.budgetOf = f.budgetOf + (:step - f.lastStep) * " + FAILURES_PER_STEP + " - f.failures";

    static final String AFTER_FAILURE = "f.budgetOf = f.budgetOf + 1";

    private static final String FREE = " and f.hourFullAt <= :hourLatest and f.dayFullAt <= :dayLatest"
            + " and f.budgetOf = f.lastStep * " + FAILURES_PER_STEP + " + f.failures";

    private static final String LATER =
            "f.%1$sFullAt = case when f.%1$sFullAt > :now then f.%1$sFullAt else :now end + :%1$sInterval";

    /** An empty value stays empty. */
    private static final String EARLIER = "f.%1$sFullAt = f.%1$sFullAt - :%1$sBack";

    /** For answers that leave a stored challenge without approval, and for set-ups. */
    static final BudgetClause NONE = new BudgetClause("", "", Map.of());

    /** For a new challenge that is approved at once: it takes nothing, but there has to be a free place. */
    static BudgetClause check(Budgets budgets, Instant now) {
        return new BudgetClause("", FREE, latest(budgets, now));
    }

    /** For a new challenge without approval. */
    static BudgetClause take(Budgets budgets, Instant now) {
        Map<String, Object> parameters = new HashMap<>(latest(budgets, now));
        parameters.put("hourInterval", budgets.hourly().interval().toMillis());
        parameters.put("dayInterval", budgets.daily().interval().toMillis());
        return new BudgetClause(ofBoth(LATER), FREE, parameters);
    }

    /** For the approval of a challenge that was stored at that time. */
    static BudgetClause giveBack(Instant createdAt, Budgets budgets, Instant now) {
        Map<String, Object> parameters = Map.of(
                "hourBack", budgets.hourly().givenBack(createdAt, now).toMillis(),
                "dayBack", budgets.daily().givenBack(createdAt, now).toMillis());
        return new BudgetClause(ofBoth(EARLIER), "", parameters);
    }

    /**
     * Returns the use of a row as one number. The row remembers the one that its budgets belong to: nodes of older
     * versions change the use, but not the budgets.
     */
    static long use(long lastStep, int failures) {
        return lastStep * FAILURES_PER_STEP + failures;
    }

    /** Whether the budgets of a row are why the statement did not change it. */
    boolean refuses(FactorRow row) {
        return !condition.isEmpty()
                && row.hasBudgets()
                && (row.hourFullAt > time("hourLatest") || row.dayFullAt > time("dayLatest"));
    }

    private long time(String parameter) {
        return (long) Objects.requireNonNull(parameters.get(parameter));
    }

    private static String ofBoth(String assignment) {
        return assignment.formatted("hour") + ", " + assignment.formatted("day");
    }

    private static Map<String, Object> latest(Budgets budgets, Instant now) {
        return Map.of(
                "hourLatest", budgets.hourly().latestFree(now).toEpochMilli(),
                "dayLatest", budgets.daily().latestFree(now).toEpochMilli());
    }
}
