package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.challenge.AttemptResult;
import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.service.Budgets;
import io.verifytotp.keycloak.store.transaction.Transactions.Unit;
import io.verifytotp.keycloak.totp.TimeStep;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Query;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One use of a challenge of a verified factor, within one transaction. Each method locks the factor's row first, so
 * that attempts on one factor run one after the other, and the count of its challenges that follows is exact. A first
 * answer takes three statements, a later one two.
 */
final class ChallengeAttempt {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private static final String VERIFIED_FACTOR = """
            select f from FactorRow f where f.id = :id and f.entityId = :entity and f.sealedSeed is null""";

    private static final String APPROVE = """
            update ChallengeRow c
               set c.status = 'approved', c.approvedStep = :step, c.respondedAt = :now, c.updatedAt = :now
            """;

    private static final String COUNT_WRONG_ANSWER = """
            update ChallengeRow c set c.wrongAnswers = c.wrongAnswers + 1, c.updatedAt = :now
            """;

    private static final String OPEN = """
             where c.id = :id and c.factorId = :factor and c.status = 'pending'
              and c.expiresAt > :now and c.wrongAnswers < :attempts""";

    /** Each page takes one answer: no wrong answer was counted since it was shown. */
    private static final String AS_THE_PAGE_KNOWS = " and c.wrongAnswers = :known";

    /** Of a day and of its last hour. Approved challenges do not count. */
    private static final String NOT_APPROVED = """
            select count(c), sum(case when c.createdAt > :hourAgo then 1 else 0 end) from ChallengeRow c
             where c.factorId = :factor and c.status in ('pending', 'denied') and c.createdAt > :dayAgo""";

    private final Unit unit;
    private final Challenge challenge;
    private final Budgets budgets;
    private final Instant now;

    ChallengeAttempt(Unit unit, Challenge challenge, Budgets budgets, Instant now) {
        this.unit = unit;
        this.challenge = challenge;
        this.budgets = budgets;
        this.now = now;
    }

    AttemptResult claim(TimeStep step) {
        AttemptResult result =
                FactorStatements.ofVerified(unit.em(), challenge, now).claim(step);
        if (result.verdict() != Verdict.APPROVED) {
            return result;
        }
        return isNew()
                ? stored(ChallengeRow.approved(challenge, step, now), result)
                : updated(onOpen(APPROVE).setParameter("step", step.number()), result);
    }

    AttemptResult countFailure() {
        AttemptResult result =
                FactorStatements.ofVerified(unit.em(), challenge, now).countFailure(budgets);
        if (result.verdict() != Verdict.WRONG_CODE) {
            return result;
        }
        return isNew()
                ? stored(ChallengeRow.withWrongAnswer(challenge, now), result)
                : updated(onOpen(COUNT_WRONG_ANSWER), result);
    }

    /** Stores the challenge without an answer; APPROVED if it was stored. */
    AttemptResult open() {
        Query factor = unit.em()
                .createQuery(VERIFIED_FACTOR)
                .setParameter("id", challenge.factor().key())
                .setParameter("entity", EntityRow.idOf(challenge.owner()))
                .setLockMode(LockModeType.PESSIMISTIC_WRITE);
        return factor.getResultList().isEmpty()
                ? AttemptResult.of(Verdict.UNKNOWN_FACTOR)
                : stored(new ChallengeRow(challenge), AttemptResult.of(Verdict.APPROVED));
    }

    /** Whether this is the first answer to the challenge, as far as the caller knows: it is inserted without a look. */
    private boolean isNew() {
        return !challenge.recorded() && challenge.wrongAnswers() == 0;
    }

    /**
     * Inserts the challenge, then counts. Of two answers to one new page the second finds the row in its way. It gets
     * CHALLENGE_CLOSED whether or not the budget is spent, so the insertion is first.
     */
    private AttemptResult stored(ChallengeRow row, AttemptResult result) {
        try {
            unit.em().persist(row);
            unit.em().flush();
        } catch (RuntimeException e) {
            if (!DuplicateKey.isCauseOf(e)) {
                throw e;
            }
            return undone(Verdict.CHALLENGE_CLOSED);
        }
        return isWithinBudgets(row) ? result : undone(Verdict.TOO_MANY_CHALLENGES);
    }

    /** Whether the challenges before this one, which is in the store already, have left place for it. */
    private boolean isWithinBudgets(ChallengeRow row) {
        Object[] counts = unit.em()
                .createQuery(NOT_APPROVED, Object[].class)
                .setParameter("factor", challenge.factor().key())
                .setParameter("hourAgo", now.minus(HOUR).toEpochMilli())
                .setParameter("dayAgo", now.minus(DAY).toEpochMilli())
                .getSingleResult();
        long itself = row.isApproved() ? 0 : 1;
        return number(counts[1]) - itself < budgets.challengesPerHour()
                && number(counts[0]) - itself < budgets.challengesPerDay();
    }

    /** A sum over no rows is null. */
    private static long number(@Nullable Object count) {
        return count == null ? 0 : ((Number) count).longValue();
    }

    private AttemptResult updated(Query update, AttemptResult result) {
        return update.executeUpdate() == 1 ? result : undone(Verdict.CHALLENGE_CLOSED);
    }

    private AttemptResult undone(Verdict verdict) {
        unit.rollBack();
        return AttemptResult.of(verdict);
    }

    private Query onOpen(String update) {
        boolean ofPage = !challenge.recorded();
        Query query = unit.em()
                .createQuery(update + OPEN + (ofPage ? AS_THE_PAGE_KNOWS : ""))
                .setParameter("id", challenge.id().key())
                .setParameter("factor", challenge.factor().key())
                .setParameter("now", now.toEpochMilli())
                .setParameter("attempts", budgets.attemptsPerChallenge());
        return ofPage ? query.setParameter("known", challenge.wrongAnswers()) : query;
    }
}
