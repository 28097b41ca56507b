package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.challenge.AttemptResult;
import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.service.Budgets;
import io.verifytotp.keycloak.store.transaction.Transactions.Unit;
import io.verifytotp.keycloak.totp.TimeStep;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * One use of a challenge of a verified factor, within one transaction. Each method locks the factor's row first, so
 * that attempts on one factor run one after the other, and the count of its challenges that follows is exact.
 */
final class ChallengeAttempt {
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

    /** Records a right code. */
    AttemptResult claim(TimeStep step) {
        AttemptResult result = factorStatements().claim(step);
        return result.verdict() == Verdict.APPROVED ? recorded(result, statements -> statements.approve(step)) : result;
    }

    /** Records a wrong code. */
    AttemptResult countFailure() {
        AttemptResult result = factorStatements().countFailure(budgets);
        return result.verdict() == Verdict.WRONG_CODE
                ? recorded(result, ChallengeStatements::countWrongAnswer)
                : result;
    }

    /** Stores the challenge without an answer; APPROVED if it was stored. */
    AttemptResult open() {
        FactorRow row = unit.em().find(FactorRow.class, challenge.factor().key(), LockModeType.PESSIMISTIC_WRITE);
        if (row == null || !row.belongsTo(challenge.owner()) || row.isPending()) {
            return AttemptResult.of(Verdict.UNKNOWN_FACTOR);
        }
        if (challengeStatements().budgetIsSpent()) {
            return AttemptResult.of(Verdict.TOO_MANY_CHALLENGES);
        }
        unit.em().persist(ChallengeRow.unanswered(challenge));
        return AttemptResult.of(Verdict.APPROVED);
    }

    /** Returns the result if the challenge takes it as well; otherwise undoes everything. */
    private AttemptResult recorded(AttemptResult result, Predicate<ChallengeStatements> write) {
        ChallengeStatements statements = challengeStatements();
        if (statements.isNew() && statements.budgetIsSpent()) {
            return undone(Verdict.TOO_MANY_CHALLENGES);
        }
        return write.test(statements) ? result : undone(Verdict.CHALLENGE_CLOSED);
    }

    private AttemptResult undone(Verdict verdict) {
        unit.rollBack();
        return AttemptResult.of(verdict);
    }

    private FactorStatements factorStatements() {
        return FactorStatements.ofVerified(unit.em(), challenge, now);
    }

    private ChallengeStatements challengeStatements() {
        return new ChallengeStatements(unit.em(), challenge, budgets, now);
    }
}
