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

/**
 * One use of a challenge of a verified factor, within one transaction. Each method locks the factor's row first, so
 * that attempts on one factor run one after the other, and the count of its challenges that follows is exact.
 */
final class ChallengeAttempt {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private static final String APPROVE = """
            update ChallengeRow c
               set c.status = 'approved', c.approvedStep = :step, c.respondedAt = :now, c.updatedAt = :now,
                   c.clientId = :client
            """;

    private static final String COUNT_WRONG_ANSWER = """
            update ChallengeRow c set c.wrongAnswers = c.wrongAnswers + 1, c.updatedAt = :now
            """;

    private static final String OPEN = """
             where c.id = :id and c.factorId = :factor and c.status = 'pending'
              and c.expiresAt > :now and c.wrongAnswers < :attempts""";

    /** Each page takes one answer: no wrong answer was counted since it was shown. */
    private static final String AS_THE_PAGE_KNOWS = " and c.wrongAnswers = :known";

    /** Approved challenges do not count. */
    private static final String NOT_APPROVED_SINCE = """
            select count(c) from ChallengeRow c
             where c.factorId = :factor and c.status in ('pending', 'denied') and c.createdAt > :since""";

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
                : updated(
                        onOpen(APPROVE)
                                .setParameter("step", step.number())
                                .setParameter("client", challenge.client().orElse(null)),
                        result);
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
        FactorRow row = unit.em().find(FactorRow.class, challenge.factor().key(), LockModeType.PESSIMISTIC_WRITE);
        return row == null || !row.belongsTo(challenge.owner()) || row.isPending()
                ? AttemptResult.of(Verdict.UNKNOWN_FACTOR)
                : stored(new ChallengeRow(challenge), AttemptResult.of(Verdict.APPROVED));
    }

    /** Whether the store does not have the challenge. Of two answers to one new page, the second finds it here. */
    private boolean isNew() {
        return !challenge.recorded()
                && unit.em().find(ChallengeRow.class, challenge.id().key()) == null;
    }

    private AttemptResult stored(ChallengeRow row, AttemptResult result) {
        if (notApprovedWithin(HOUR) >= budgets.challengesPerHour()
                || notApprovedWithin(DAY) >= budgets.challengesPerDay()) {
            return undone(Verdict.TOO_MANY_CHALLENGES);
        }
        unit.em().persist(row);
        return result;
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

    private long notApprovedWithin(Duration span) {
        return unit.em()
                .createQuery(NOT_APPROVED_SINCE, Long.class)
                .setParameter("factor", challenge.factor().key())
                .setParameter("since", now.minus(span).toEpochMilli())
                .getSingleResult();
    }
}
