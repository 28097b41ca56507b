package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.challenge.AttemptResult;
import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.factor.FactorState;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.service.Budgets;
import io.verifytotp.keycloak.totp.TimeStep;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** SQL that uses up a step or counts a wrong code on one factor's row, with all conditions in the {@code where}. */
final class FactorStatements {
    /** Selects the factors that a statement may change: a pending one is for its own enrollment only. */
    enum Kind {
        VERIFIED("f.sealedSeed is null"),
        PENDING("f.sealedSeed is not null and f.expiresAt > :now");

        private final String condition;

        Kind(String condition) {
            this.condition = condition;
        }
    }

    private static final String OPEN = """
             where f.id = :id and f.entityId = :entity and f.disabledAt is null
               and (f.lockedUntil is null or f.lockedUntil <= :now) and\s""";

    /** Each page takes one answer: no wrong code was counted since it was shown. A right code resets the count. */
    private static final String AS_THE_PAGE_KNOWS = " and f.failures <= :known";

    private static final String CLAIM = """
            update FactorRow f
               set f.lastStep = :step, f.failures = 0, f.lockedUntil = null, f.lastUsed = :now
            """;

    /** Sets {@code failures} last: MySQL evaluates assignments from left to right, with the values set so far. */
    private static final String FAIL = """
            update FactorRow f
               set f.lockedUntil = case %s else f.lockedUntil end,
                   f.disabledAt = case when f.failures + 1 >= :disableAfter then :now else f.disabledAt end,
                   f.failures = f.failures + 1
            """.formatted(lockLadder());

    /** The lock's length by number of failures, the longest lock first. */
    private static String lockLadder() {
        return IntStream.rangeClosed(0, Budgets.LOCK_DOUBLINGS)
                .map(doubling -> Budgets.LOCK_DOUBLINGS - doubling)
                .mapToObj(beyond -> "when f.failures + 1 >= :lockAfter + " + beyond + " then :now + "
                        + Budgets.lockAfterFurther(beyond).toMillis())
                .collect(Collectors.joining(" "));
    }

    private final EntityManager em;
    private final Kind kind;
    private final EntityKey owner;
    private final FactorId factor;
    private final OptionalInt known;
    private final Instant now;

    private FactorStatements(
            EntityManager em, Kind kind, EntityKey owner, FactorId factor, OptionalInt known, Instant now) {
        this.em = em;
        this.kind = kind;
        this.owner = owner;
        this.factor = factor;
        this.known = known;
        this.now = now;
    }

    static FactorStatements ofVerified(EntityManager em, Challenge challenge, Instant now) {
        return new FactorStatements(em, Kind.VERIFIED, challenge.owner(), challenge.factor(), OptionalInt.empty(), now);
    }

    /** @param known the factor's failures when the page was shown; empty if the answer does not come from a page */
    static FactorStatements ofPending(EntityManager em, PendingFactor factor, OptionalInt known, Instant now) {
        return new FactorStatements(em, Kind.PENDING, factor.binding().owner(), factor.id(), known, now);
    }

    /** Marks the step as used; refused if this or a later one was used, or the factor takes no codes. */
    AttemptResult claim(TimeStep step) {
        Query claim = statement(CLAIM, " and f.lastStep < :step").setParameter("step", step.number());
        return claim.executeUpdate() == 1 ? AttemptResult.of(Verdict.APPROVED) : refusal(Optional.of(step));
    }

    /** Counts a wrong code, and locks or disables as the budgets say; refused if the factor takes no codes. */
    AttemptResult countFailure(Budgets budgets) {
        Query fail = statement(FAIL, "")
                .setParameter("lockAfter", budgets.lockAfter())
                .setParameter("disableAfter", budgets.disableAfter());
        return fail.executeUpdate() == 1 ? wrongCode() : refusal(Optional.empty());
    }

    /** Finds the reason why a statement did not change the row. */
    private AttemptResult refusal(Optional<TimeStep> claimed) {
        return row().filter(row -> row.belongsTo(owner) && row.isPending() == (kind == Kind.PENDING))
                .map(row -> refusal(row, claimed))
                .orElse(AttemptResult.of(Verdict.UNKNOWN_FACTOR));
    }

    private AttemptResult refusal(FactorRow row, Optional<TimeStep> claimed) {
        FactorState state = row.state();
        Optional<Instant> lock = state.lockAt(now);
        if (known.isPresent() && state.failures() > known.getAsInt()) {
            return new AttemptResult(Verdict.CHALLENGE_CLOSED, lock); // another post of the page was counted
        }
        if (state.disabled()) {
            return AttemptResult.of(Verdict.DISABLED);
        }
        if (lock.isPresent()) {
            return new AttemptResult(Verdict.LOCKED, lock);
        }
        boolean used = claimed.filter(row::hasUsed).isPresent();
        return AttemptResult.of(used ? Verdict.ALREADY_USED : Verdict.UNKNOWN_FACTOR);
    }

    /** The result of the wrong code that was just counted. Only an enabled factor takes one. */
    private AttemptResult wrongCode() {
        return row().map(FactorRow::state)
                .map(state -> new AttemptResult(Verdict.WRONG_CODE, state.lockAt(now), state.disabled()))
                .orElse(AttemptResult.of(Verdict.WRONG_CODE));
    }

    private Optional<FactorRow> row() {
        return Optional.ofNullable(em.find(FactorRow.class, factor.key()));
    }

    private Query statement(String update, String more) {
        String ofPage = known.isPresent() ? AS_THE_PAGE_KNOWS : "";
        Query statement = em.createQuery(update + OPEN + kind.condition + more + ofPage)
                .setParameter("id", factor.key())
                .setParameter("entity", EntityRow.idOf(owner))
                .setParameter("now", now.toEpochMilli());
        known.ifPresent(failures -> statement.setParameter("known", failures));
        return statement;
    }
}
