package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.challenge.AttemptResult;
import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.service.Budgets;
import io.verifytotp.keycloak.store.transaction.DatabaseFailure;
import io.verifytotp.keycloak.store.transaction.Transactions.Unit;
import io.verifytotp.keycloak.totp.TimeStep;
import jakarta.persistence.Query;
import java.time.Instant;

/**
 * One use of a challenge of a verified factor, within one transaction. The first statement is on the factor's row, which
 * it locks, so that attempts on one factor run one after the other. The second one is on the challenge.
 */
final class ChallengeAttempt {
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
        AttemptResult result = factor().claim(step, isNew() ? check() : giveBack());
        if (result.verdict() != Verdict.APPROVED) {
            return refused(result);
        }
        return isNew()
                ? inserted(ChallengeRow.approved(challenge, step, now), result)
                : updated(
                        onOpen(APPROVE)
                                .setParameter("step", step.number())
                                .setParameter("client", challenge.client().orElse(null)),
                        result);
    }

    AttemptResult countFailure() {
        AttemptResult result = factor().countFailure(budgets, isNew() ? take() : BudgetClause.NONE);
        if (result.verdict() != Verdict.WRONG_CODE) {
            return refused(result);
        }
        return isNew()
                ? inserted(ChallengeRow.withWrongAnswer(challenge, now), result)
                : updated(onOpen(COUNT_WRONG_ANSWER), result);
    }

    /** Stores the challenge without an answer; APPROVED if it was stored. */
    AttemptResult open() {
        AttemptResult result = factor().open(take());
        return result.verdict() == Verdict.APPROVED ? inserted(new ChallengeRow(challenge), result) : result;
    }

    private FactorStatements factor() {
        return FactorStatements.ofVerified(unit, challenge, now);
    }

    private BudgetClause check() {
        return BudgetClause.check(budgets, now);
    }

    private BudgetClause giveBack() {
        return BudgetClause.giveBack(challenge.createdAt(), budgets, now);
    }

    private BudgetClause take() {
        return BudgetClause.take(budgets, now);
    }

    /** Whether this is the first answer to the challenge, as far as the caller knows: it is inserted without a look. */
    private boolean isNew() {
        return !challenge.recorded();
    }

    /** Of two first answers to one page, the second finds the page answered, whether or not the budget is spent. */
    private AttemptResult refused(AttemptResult result) {
        boolean closed = result.verdict() == Verdict.TOO_MANY_CHALLENGES
                && unit.em().find(ChallengeRow.class, challenge.id().key()) != null;
        return closed ? AttemptResult.of(Verdict.CHALLENGE_CLOSED) : result;
    }

    private AttemptResult inserted(ChallengeRow row, AttemptResult result) {
        try {
            unit.em().persist(row);
            unit.em().flush();
            return result;
        } catch (RuntimeException e) {
            if (!DatabaseFailure.isDuplicateKey(e)) {
                throw e;
            }
            return undone(Verdict.CHALLENGE_CLOSED);
        }
    }

    private AttemptResult updated(Query update, AttemptResult result) {
        return update.executeUpdate() == 1 ? result : undone(Verdict.CHALLENGE_CLOSED);
    }

    private AttemptResult undone(Verdict verdict) {
        unit.rollBack();
        return AttemptResult.of(verdict);
    }

    private Query onOpen(String update) {
        boolean ofPage = challenge.ofPage();
        Query query = unit.em()
                .createQuery(update + OPEN + (ofPage ? AS_THE_PAGE_KNOWS : ""))
                .setParameter("id", challenge.id().key())
                .setParameter("factor", challenge.factor().key())
                .setParameter("now", now.toEpochMilli())
                .setParameter("attempts", budgets.attemptsPerChallenge());
        return ofPage ? query.setParameter("known", challenge.wrongAnswers()) : query;
    }
}
