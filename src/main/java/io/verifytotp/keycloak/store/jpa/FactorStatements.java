package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.challenge.AttemptResult;
import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.Verdict;
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

/**
 * The statements on one factor's row, each with all of its conditions in the predicate.
 *
 * @param known how many failures the factor had when the page was shown, where that counts
 */
record FactorStatements(EntityManager em, Kind kind, EntityKey owner, FactorId factor, OptionalInt known, Instant now) {

    /** Which factors a statement is for: a pending one verifies nothing but its own enrollment. */
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

    /** One answer for each page: nobody has given a wrong code since it was shown. A right one sets the count back. */
    private static final String AS_THE_PAGE_KNOWS = " and f.failures <= :known";

    private static final String CLAIM = """
            update FactorRow f
               set f.lastStep = :step, f.failures = 0, f.lockedUntil = null, f.lastUsed = :now
            """;

    /** {@code failures} comes last: MySQL computes each assignment from what the ones before it have set. */
    private static final String FAIL = """
            update FactorRow f
               set f.lockedUntil = case %s else f.lockedUntil end,
                   f.disabledAt = case when f.failures + 1 >= :disableAfter then :now else f.disabledAt end,
                   f.failures = f.failures + 1
            """.formatted(lockLadder());

    /** The highest rung first. */
    private static String lockLadder() {
        return IntStream.rangeClosed(0, Budgets.LOCK_DOUBLINGS)
                .map(rung -> Budgets.LOCK_DOUBLINGS - rung)
                .mapToObj(beyond -> "when f.failures + 1 >= :lockAfter + " + beyond + " then :now + "
                        + Budgets.lockAfterFurther(beyond).toMillis())
                .collect(Collectors.joining(" "));
    }

    static FactorStatements ofVerified(EntityManager em, Challenge challenge, Instant now) {
        return new FactorStatements(em, Kind.VERIFIED, challenge.owner(), challenge.factor(), OptionalInt.empty(), now);
    }

    static FactorStatements ofPending(EntityManager em, PendingFactor factor, OptionalInt known, Instant now) {
        return new FactorStatements(em, Kind.PENDING, factor.binding().owner(), factor.id(), known, now);
    }

    /** Marks the step as used; false if that or a later one was used, or the factor is not open. */
    boolean claim(TimeStep step) {
        return statement(CLAIM, " and f.lastStep < :step")
                        .setParameter("step", step.number())
                        .executeUpdate()
                == 1;
    }

    /** Counts a wrong code, and locks or disables as the budgets say; false if the factor is not open. */
    boolean countFailure(Budgets budgets) {
        return statement(FAIL, "")
                        .setParameter("lockAfter", budgets.lockAfter())
                        .setParameter("disableAfter", budgets.disableAfter())
                        .executeUpdate()
                == 1;
    }

    /** Why the statement before changed nothing. */
    AttemptResult refusal(Optional<TimeStep> claimed) {
        return row().filter(row -> row.belongsTo(owner) && row.isPending() == (kind == Kind.PENDING))
                .map(row -> isAnswered(row)
                        ? new AttemptResult(Verdict.CHALLENGE_CLOSED, row.lock(now))
                        : row.refusal(claimed, now))
                .orElse(AttemptResult.of(Verdict.UNKNOWN_FACTOR));
    }

    /** Whether another post of the page was given a wrong code. */
    private boolean isAnswered(FactorRow row) {
        return known.isPresent() && row.state().failures() > known.getAsInt();
    }

    /** What follows from the wrong code that was just counted. */
    AttemptResult wrongCode() {
        return row().map(row -> row.wrongCode(now)).orElse(AttemptResult.of(Verdict.WRONG_CODE));
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
