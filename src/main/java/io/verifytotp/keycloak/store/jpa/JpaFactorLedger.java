package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.challenge.AttemptResult;
import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.FactorLedger;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.service.Budgets;
import io.verifytotp.keycloak.store.credential.CredentialLookup;
import io.verifytotp.keycloak.store.credential.UncachedCredentialLookup;
import io.verifytotp.keycloak.store.transaction.OwnTransaction;
import io.verifytotp.keycloak.store.transaction.Transactions;
import io.verifytotp.keycloak.store.transaction.Transactions.Unit;
import io.verifytotp.keycloak.totp.TimeStep;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The ledger in the database. Each answer is one short transaction: first the statement on the factor's row, with
 * every condition in its predicate, then the challenge. That statement also takes the row's lock, so all answers for
 * one factor stand in line, and the count of its challenges that follows is exact.
 */
public final class JpaFactorLedger implements FactorLedger {
    private final Transactions transactions;
    private final CredentialLookup credentials;

    public JpaFactorLedger(OwnTransaction transactions) {
        this(transactions, new UncachedCredentialLookup(transactions));
    }

    JpaFactorLedger(Transactions transactions, CredentialLookup credentials) {
        this.transactions = transactions;
        this.credentials = credentials;
    }

    @Override
    public AttemptResult claimStep(Challenge challenge, Budgets budgets, TimeStep step, Instant now) {
        return onExistingRow(
                challenge,
                now,
                () -> transactions.call(unit -> {
                    AttemptResult result = claim(FactorStatements.ofVerified(unit.em(), challenge, now), step);
                    return result.verdict() == Verdict.APPROVED
                            ? recorded(unit, result, challenge, budgets, now, statements -> statements.approve(step))
                            : result;
                }));
    }

    @Override
    public AttemptResult countFailure(Challenge challenge, Budgets budgets, Instant now) {
        return onExistingRow(
                challenge,
                now,
                () -> transactions.call(unit -> {
                    AttemptResult result = fail(FactorStatements.ofVerified(unit.em(), challenge, now), budgets);
                    return result.verdict() == Verdict.WRONG_CODE
                            ? recorded(unit, result, challenge, budgets, now, ChallengeStatements::countWrongAnswer)
                            : result;
                }));
    }

    @Override
    public boolean open(Challenge challenge, Budgets budgets, Instant now) {
        Supplier<AttemptResult> open = () -> transactions.call(unit -> opened(unit, challenge, budgets, now));
        return onExistingRow(challenge, now, open).verdict() == Verdict.APPROVED;
    }

    @Override
    public AttemptResult claimEnrollmentStep(PendingFactor factor, OptionalInt known, TimeStep step, Instant now) {
        return transactions.call(unit -> claim(FactorStatements.ofPending(unit.em(), factor, known, now), step));
    }

    @Override
    public AttemptResult countEnrollmentFailure(PendingFactor factor, OptionalInt known, Budgets budgets, Instant now) {
        return transactions.call(unit -> fail(FactorStatements.ofPending(unit.em(), factor, known, now), budgets));
    }

    private static AttemptResult claim(FactorStatements statements, TimeStep step) {
        return statements.claim(step) ? AttemptResult.of(Verdict.APPROVED) : statements.refusal(Optional.of(step));
    }

    private static AttemptResult fail(FactorStatements statements, Budgets budgets) {
        return statements.countFailure(budgets) ? statements.wrongCode() : statements.refusal(Optional.empty());
    }

    /** Takes the lock of the factor's row as a claim does, so that all that open challenges stand in line. */
    private static AttemptResult opened(Unit unit, Challenge challenge, Budgets budgets, Instant now) {
        String factor = challenge.factor().key();
        FactorRow row = unit.em().find(FactorRow.class, factor, LockModeType.PESSIMISTIC_WRITE);
        if (row == null || !row.belongsTo(challenge.owner()) || row.isPending()) {
            return AttemptResult.of(Verdict.UNKNOWN_FACTOR);
        }
        if (ChallengeStatements.on(unit.em(), challenge, budgets, now).budgetIsSpent()) {
            return AttemptResult.of(Verdict.TOO_MANY_CHALLENGES);
        }
        unit.em().persist(ChallengeRow.unanswered(challenge));
        return AttemptResult.of(Verdict.APPROVED);
    }

    /** The settlement, if the challenge takes it as well; otherwise everything is undone. */
    private static AttemptResult recorded(
            Unit unit,
            AttemptResult result,
            Challenge challenge,
            Budgets budgets,
            Instant now,
            Predicate<ChallengeStatements> write) {
        ChallengeStatements statements = ChallengeStatements.on(unit.em(), challenge, budgets, now);
        if (statements.isNew() && statements.budgetIsSpent()) {
            unit.rollBack();
            return AttemptResult.of(Verdict.TOO_MANY_CHALLENGES);
        }
        if (!write.test(statements)) {
            unit.rollBack();
            return AttemptResult.of(Verdict.CHALLENGE_CLOSED);
        }
        return result;
    }

    /**
     * A realm import brings credentials without rows; the first use of such a factor makes its row. Whoever asks has
     * read the factor from a cache, which may not have heard of its removal yet: without a credential there is no row.
     */
    private AttemptResult onExistingRow(Challenge challenge, Instant now, Supplier<AttemptResult> verifyCode) {
        AttemptResult result = verifyCode.get();
        boolean made = result.verdict() == Verdict.UNKNOWN_FACTOR
                && new FactorRows(transactions, credentials).make(challenge.owner(), challenge.factor(), now);
        return made ? verifyCode.get() : result;
    }
}
