package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.challenge.AttemptResult;
import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.service.Budgets;
import io.verifytotp.keycloak.store.transaction.DatabaseFailure;
import io.verifytotp.keycloak.store.transaction.Sql;
import io.verifytotp.keycloak.store.transaction.Transactions.Unit;
import io.verifytotp.keycloak.totp.TimeStep;
import java.time.Instant;
import java.util.Optional;

/**
 * One use of a challenge of a verified factor, within one transaction. The first statement is on the factor's row, which
 * it locks, so that attempts on one factor run one after the other. The second one is on the challenge.
 */
final class ChallengeAttempt {
    private static final String APPROVE =
            " set STATUS = 'approved', APPROVED_STEP = ?, RESPONDED_AT = ?, UPDATED_AT = ?, CLIENT_ID = ?";

    private static final String COUNT_WRONG_ANSWER = " set WRONG_ANSWERS = WRONG_ANSWERS + 1, UPDATED_AT = ?";

    private static final String OPEN =
            " where ID = ? and FACTOR_ID = ? and STATUS = 'pending' and EXPIRES_AT > ? and WRONG_ANSWERS < ?";

    /** Each page takes one answer: no wrong answer was counted since it was shown. */
    private static final String AS_THE_PAGE_KNOWS = " and WRONG_ANSWERS = ?";

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
                ? inserted(Optional.of(step), result)
                : updated(
                        Sql.of(
                                APPROVE,
                                step.number(),
                                time(),
                                time(),
                                challenge.client().orElse(null)),
                        result);
    }

    AttemptResult countFailure() {
        AttemptResult result = factor().countFailure(budgets, isNew() ? take() : BudgetClause.NONE);
        if (result.verdict() != Verdict.WRONG_CODE) {
            return refused(result);
        }
        return isNew() ? inserted(Optional.empty(), result) : updated(Sql.of(COUNT_WRONG_ANSWER, time()), result);
    }

    /** Stores the challenge without an answer; APPROVED if it was stored. */
    AttemptResult open() {
        AttemptResult result = factor().open(take());
        return result.verdict() == Verdict.APPROVED ? inserted(challenge, Optional.empty(), result) : result;
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

    private AttemptResult inserted(Optional<TimeStep> approvedBy, AttemptResult result) {
        return inserted(challenge.after(result.verdict(), now), approvedBy, result);
    }

    private AttemptResult inserted(Challenge stored, Optional<TimeStep> approvedBy, AttemptResult result) {
        try {
            ChallengeRow.insertion(unit.em(), stored, approvedBy).execute(unit.em());
            return result;
        } catch (RuntimeException e) {
            if (!DatabaseFailure.isDuplicateKey(e)) {
                throw e;
            }
            return undone(Verdict.CHALLENGE_CLOSED);
        }
    }

    /** Runs an update of the challenge if that is open, and for a page, as the page knows it. */
    private AttemptResult updated(Sql changes, AttemptResult result) {
        Sql open = Sql.of(OPEN, challenge.id().key(), challenge.factor().key(), time(), budgets.attemptsPerChallenge());
        Sql ofPage = challenge.ofPage() ? Sql.of(AS_THE_PAGE_KNOWS, challenge.wrongAnswers()) : Sql.NONE;
        Sql update = Sql.of("update " + ChallengeRow.table(unit.em())).then(changes, open, ofPage);
        return update.execute(unit.em()) == 1 ? result : undone(Verdict.CHALLENGE_CLOSED);
    }

    private AttemptResult undone(Verdict verdict) {
        unit.rollBack();
        return AttemptResult.of(verdict);
    }

    private long time() {
        return now.toEpochMilli();
    }
}
