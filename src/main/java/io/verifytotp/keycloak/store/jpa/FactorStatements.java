package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.challenge.AttemptResult;
import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.factor.FactorState;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.service.Budgets;
import io.verifytotp.keycloak.store.transaction.Sql;
import io.verifytotp.keycloak.store.transaction.Transactions.Unit;
import io.verifytotp.keycloak.totp.TimeStep;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.keycloak.connections.jpa.util.JpaUtils;

/** SQL that uses up a step or counts a wrong code on one factor's row, with all conditions in the {@code where}. */
final class FactorStatements {
    private static final String TABLE = "VERIFY_TOTP_FACTOR";
    private static final String OWN = " where ID = ? and ENTITY_ID = ?";

    // A pending factor takes codes for its own enrollment only. These and the other conditions hide columns with an
    // index in functions: MariaDB would find the row by an index of theirs where the table is small, and lock entries
    // that another statement changes after it has locked the row, which is a deadlock.
    private static final String VERIFIED = " and SEALED_SEED is null";
    private static final String PENDING = " and SEALED_SEED is not null and coalesce(EXPIRES_AT, 0) > ?";
    private static final String TAKES_CODES = " and coalesce(DISABLED_AT, 0) = 0 and coalesce(LOCKED_UNTIL, 0) <= ?";

    private static final String LATER_STEP = " and LAST_STEP < ?";

    /** Each page takes one answer: no wrong code was counted since it was shown. A right code resets the count. */
    private static final String AS_THE_PAGE_KNOWS = " and FAILURES <= ?";

    // Assignments that use a value are before the one that changes it: MySQL evaluates them from left to right.
    private static final String CLAIM =
            BudgetClause.AFTER_CLAIM + ", LAST_STEP = ?, FAILURES = 0, LOCKED_UNTIL = null, LAST_USED = ?";

    /** The usual wrong code, which neither locks nor disables: its result is known without reading the row. */
    private static final Sql COUNT = Sql.of(BudgetClause.AFTER_FAILURE + ", FAILURES = FAILURES + 1");

    private static final String BELOW_LOCK = " and FAILURES + 1 < ? and FAILURES + 1 < ?";

    private static final String LOCKED = " when FAILURES + 1 >= ? then ?";

    private static final String DISABLED = "DISABLED_AT = case when FAILURES + 1 >= ? then ? else DISABLED_AT end";

    private final Unit unit;
    private final boolean pending;
    private final EntityKey owner;
    private final FactorId factor;
    private final OptionalInt known;
    private final Instant now;

    private FactorStatements(
            Unit unit, boolean pending, EntityKey owner, FactorId factor, OptionalInt known, Instant now) {
        this.unit = unit;
        this.pending = pending;
        this.owner = owner;
        this.factor = factor;
        this.known = known;
        this.now = now;
    }

    static FactorStatements ofVerified(Unit unit, Challenge challenge, Instant now) {
        return new FactorStatements(unit, false, challenge.owner(), challenge.factor(), OptionalInt.empty(), now);
    }

    /** @param known the factor's failures when the page was shown; empty if the answer does not come from a page */
    static FactorStatements ofPending(Unit unit, PendingFactor factor, OptionalInt known, Instant now) {
        return new FactorStatements(unit, true, factor.binding().owner(), factor.id(), known, now);
    }

    /** Marks the step as used; refused if this or a later one was used, or the factor takes no codes. */
    AttemptResult claim(TimeStep step, BudgetClause budget) {
        Sql claim = Sql.of(CLAIM, step.number(), step.number(), time());
        return changes(claim, takesCodes().then(Sql.of(LATER_STEP, step.number())), budget)
                ? AttemptResult.of(Verdict.APPROVED)
                : refusal(budget, row -> refusal(row, Optional.of(step)));
    }

    /** Counts a wrong code, and locks or disables as the budgets say; refused if the factor takes no codes. */
    AttemptResult countFailure(Budgets budgets, BudgetClause budget) {
        Sql below = Sql.of(BELOW_LOCK, budgets.lockAfter(), budgets.disableAfter());
        if (changes(COUNT, takesCodes().then(below), budget)) {
            return AttemptResult.of(Verdict.WRONG_CODE);
        }
        return changes(countAndLock(budgets), takesCodes(), budget)
                ? wrongCode()
                : refusal(budget, row -> refusal(row, Optional.empty()));
    }

    private Sql countAndLock(Budgets budgets) {
        Sql lock = Sql.of("LOCKED_UNTIL = case");
        // The longest lock first.
        for (int beyond = Budgets.LOCK_DOUBLINGS; beyond >= 0; beyond--) {
            Instant end = now.plus(Budgets.lockAfterFurther(beyond));
            lock = lock.then(Sql.of(LOCKED, budgets.lockAfter() + beyond, end.toEpochMilli()));
        }
        return lock.then(Sql.of(" else LOCKED_UNTIL end"))
                .comma(Sql.of(DISABLED, budgets.disableAfter(), time()), COUNT);
    }

    /** Takes a place for a challenge that is not answered, APPROVED if there was one. */
    AttemptResult open(BudgetClause budget) {
        return changes(Sql.NONE, Sql.NONE, budget)
                ? AttemptResult.of(Verdict.APPROVED)
                : refusal(budget, row -> Optional.empty());
    }

    /**
     * Finds the reason why a statement did not change the row. UNKNOWN_FACTOR also if the row has no budgets yet, or
     * shows no reason because another transaction has completed it since: the caller adds what is missing and tries
     * again.
     */
    private AttemptResult refusal(BudgetClause budget, Function<FactorRow, Optional<AttemptResult>> reason) {
        Optional<FactorRow> own = row().filter(row -> row.belongsTo(owner) && row.isPending() == pending);
        return own.flatMap(reason)
                .or(() -> own.filter(budget.refuses()).map(row -> AttemptResult.of(Verdict.TOO_MANY_CHALLENGES)))
                .orElse(AttemptResult.of(Verdict.UNKNOWN_FACTOR));
    }

    private Optional<AttemptResult> refusal(FactorRow row, Optional<TimeStep> claimed) {
        FactorState state = row.state();
        Optional<Instant> lock = state.lockAt(now);
        if (known.isPresent() && state.failures() > known.getAsInt()) {
            // Another post of the page was counted.
            return Optional.of(new AttemptResult(Verdict.CHALLENGE_CLOSED, lock));
        }
        if (state.disabled()) {
            return Optional.of(AttemptResult.of(Verdict.DISABLED));
        }
        if (lock.isPresent()) {
            return Optional.of(new AttemptResult(Verdict.LOCKED, lock));
        }
        return claimed.filter(row::hasUsed).map(used -> AttemptResult.of(Verdict.ALREADY_USED));
    }

    /** The result of the wrong code that was just counted. Only an enabled factor takes one. */
    private AttemptResult wrongCode() {
        return row().map(FactorRow::state)
                .map(state -> new AttemptResult(Verdict.WRONG_CODE, state.lockAt(now), state.disabled()))
                .orElse(AttemptResult.of(Verdict.WRONG_CODE));
    }

    private Optional<FactorRow> row() {
        return Optional.ofNullable(unit.em().find(FactorRow.class, factor.key()));
    }

    private Sql takesCodes() {
        return Sql.of(TAKES_CODES, time());
    }

    /** Whether a statement with this condition, and those that all have, has changed the row. */
    private boolean changes(Sql assignments, Sql condition, BudgetClause budget) {
        String table = JpaUtils.getTableNameForNativeQuery(TABLE, unit.em());
        Sql ofPage = known.isPresent() ? Sql.of(AS_THE_PAGE_KNOWS, known.getAsInt()) : Sql.NONE;
        return Sql.of("update " + table + " set ")
                        .then(budget.assignments().comma(assignments))
                        .then(Sql.of(OWN, factor.key(), EntityRow.idOf(owner)))
                        .then(pending ? Sql.of(PENDING, time()) : Sql.of(VERIFIED))
                        .then(condition, ofPage, budget.condition(), Sql.of(unit.waitLimit()))
                        .execute(unit.em())
                == 1;
    }

    private long time() {
        return now.toEpochMilli();
    }
}
