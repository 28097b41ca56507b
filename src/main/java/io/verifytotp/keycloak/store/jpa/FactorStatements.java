package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.challenge.AttemptResult;
import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.factor.FactorState;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.service.Budgets;
import io.verifytotp.keycloak.store.transaction.Transactions.Unit;
import io.verifytotp.keycloak.totp.TimeStep;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** SQL that uses up a step or counts a wrong code on one factor's row, with all conditions in the {@code where}. */
final class FactorStatements {
    /**
     * Selects the factors that a statement may change: a pending one is for its own enrollment only.
     *
     * <p>These and the other conditions hide columns with an index in functions. MariaDB would find the row by an index
     * of theirs where the table is small, and lock entries that another statement changes after it has locked the row:
     * a deadlock.
     */
    enum Kind {
        VERIFIED("f.sealedSeed is null"),
        PENDING("f.sealedSeed is not null and coalesce(f.expiresAt, 0) > :now");

        private final String condition;

        Kind(String condition) {
            this.condition = condition;
        }
    }

    private static final String OWN = " where f.id = :id and f.entityId = :entity and ";

    private static final String TAKES_CODES =
            " and coalesce(f.disabledAt, 0) = 0 and coalesce(f.lockedUntil, 0) <= :now";

    /** Each page takes one answer: no wrong code was counted since it was shown. A right code resets the count. */
    private static final String AS_THE_PAGE_KNOWS = " and f.failures <= :known";

    // Assignments that use a value are before the one that changes it: MySQL evaluates them from left to right.
    private static final String CLAIM =
            BudgetClause.AFTER_CLAIM + ", f.lastStep = :step, f.failures = 0, f.lockedUntil = null, f.lastUsed = :now";

    /** The usual wrong code, which neither locks nor disables: its result is known without reading the row. */
    private static final String COUNT = BudgetClause.AFTER_FAILURE + ", f.failures = f.failures + 1";

    private static final String BELOW_LOCK = " and f.failures + 1 < :lockAfter and f.failures + 1 < :disableAfter";

    private static final String COUNT_AND_LOCK = """
            f.lockedUntil = case %s else f.lockedUntil end,
            f.disabledAt = case when f.failures + 1 >= :disableAfter then :now else f.disabledAt end,
            %s""".formatted(lockLadder(), COUNT);

    /** The lock's length by number of failures, the longest lock first. */
    private static String lockLadder() {
        return IntStream.rangeClosed(0, Budgets.LOCK_DOUBLINGS)
                .map(doubling -> Budgets.LOCK_DOUBLINGS - doubling)
                .mapToObj(beyond -> "when f.failures + 1 >= :lockAfter + " + beyond + " then :now + "
                        + Budgets.lockAfterFurther(beyond).toMillis())
                .collect(Collectors.joining(" "));
    }

    private final Unit unit;
    private final Kind kind;
    private final EntityKey owner;
    private final FactorId factor;
    private final OptionalInt known;
    private final Instant now;

    private FactorStatements(Unit unit, Kind kind, EntityKey owner, FactorId factor, OptionalInt known, Instant now) {
        this.unit = unit;
        this.kind = kind;
        this.owner = owner;
        this.factor = factor;
        this.known = known;
        this.now = now;
    }

    static FactorStatements ofVerified(Unit unit, Challenge challenge, Instant now) {
        return new FactorStatements(
                unit, Kind.VERIFIED, challenge.owner(), challenge.factor(), OptionalInt.empty(), now);
    }

    /** @param known the factor's failures when the page was shown; empty if the answer does not come from a page */
    static FactorStatements ofPending(Unit unit, PendingFactor factor, OptionalInt known, Instant now) {
        return new FactorStatements(unit, Kind.PENDING, factor.binding().owner(), factor.id(), known, now);
    }

    /** Marks the step as used; refused if this or a later one was used, or the factor takes no codes. */
    AttemptResult claim(TimeStep step, BudgetClause budget) {
        Query claim = statement(CLAIM, TAKES_CODES + " and f.lastStep < :step", budget)
                .setParameter("step", step.number());
        return claim.executeUpdate() == 1
                ? AttemptResult.of(Verdict.APPROVED)
                : refusal(budget, row -> refusal(row, Optional.of(step)));
    }

    /** Counts a wrong code, and locks or disables as the budgets say; refused if the factor takes no codes. */
    AttemptResult countFailure(Budgets budgets, BudgetClause budget) {
        if (counted(COUNT, TAKES_CODES + BELOW_LOCK, budgets, budget)) {
            return AttemptResult.of(Verdict.WRONG_CODE);
        }
        return counted(COUNT_AND_LOCK, TAKES_CODES, budgets, budget)
                ? wrongCode()
                : refusal(budget, row -> refusal(row, Optional.empty()));
    }

    private boolean counted(String assignments, String condition, Budgets budgets, BudgetClause budget) {
        Query count = statement(assignments, condition, budget)
                .setParameter("lockAfter", budgets.lockAfter())
                .setParameter("disableAfter", budgets.disableAfter());
        return count.executeUpdate() == 1;
    }

    /** Takes a place for a challenge that is not answered, APPROVED if there was one. */
    AttemptResult open(BudgetClause budget) {
        return statement("", "", budget).executeUpdate() == 1
                ? AttemptResult.of(Verdict.APPROVED)
                : refusal(budget, row -> Optional.empty());
    }

    /**
     * Finds the reason why a statement did not change the row. UNKNOWN_FACTOR also if the row has no budgets yet, or
     * shows no reason because another transaction has completed it since: the caller adds what is missing and tries
     * again.
     */
    private AttemptResult refusal(BudgetClause budget, Function<FactorRow, Optional<AttemptResult>> reason) {
        Optional<FactorRow> own =
                row().filter(row -> row.belongsTo(owner) && row.isPending() == (kind == Kind.PENDING));
        return own.flatMap(reason)
                .or(() -> own.filter(budget::refuses).map(row -> AttemptResult.of(Verdict.TOO_MANY_CHALLENGES)))
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

    private Query statement(String assignments, String condition, BudgetClause budget) {
        String set = Stream.of(budget.assignments(), assignments)
                .filter(Predicate.not(String::isEmpty))
                .collect(Collectors.joining(", "));
        String where = OWN + kind.condition + condition + (known.isPresent() ? AS_THE_PAGE_KNOWS : "");
        Query statement = unit.em()
                .createQuery("update FactorRow f set " + set + where + budget.condition() + unit.waitLimit())
                .setParameter("id", factor.key())
                .setParameter("entity", EntityRow.idOf(owner))
                .setParameter("now", now.toEpochMilli());
        known.ifPresent(failures -> statement.setParameter("known", failures));
        budget.parameters().forEach(statement::setParameter);
        return statement;
    }
}
