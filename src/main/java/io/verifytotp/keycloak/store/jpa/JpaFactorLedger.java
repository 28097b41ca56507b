package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.challenge.AttemptResult;
import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.FactorLedger;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.domain.service.Budgets;
import io.verifytotp.keycloak.store.credential.CredentialLookup;
import io.verifytotp.keycloak.store.transaction.DatabaseFailure;
import io.verifytotp.keycloak.store.transaction.Transactions;
import io.verifytotp.keycloak.store.transaction.Transactions.Unit;
import io.verifytotp.keycloak.totp.TimeStep;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * The ledger in the database. Each answer is one short transaction: first the statement on the factor's row, with
 * every condition in its predicate, then the challenge. The first statement also locks the factor's row.
 */
public final class JpaFactorLedger implements FactorLedger {
    /**
     * How often an attempt is made where another transaction comes between. None of ours can deadlock with another, as
     * far as we know; and a row is completed once.
     */
    private static final int TRIES = 5;

    private final Transactions transactions;
    private final CredentialLookup credentials;

    public JpaFactorLedger(Transactions transactions, CredentialLookup credentials) {
        this.transactions = transactions;
        this.credentials = credentials;
    }

    @Override
    public AttemptResult claimStep(Challenge challenge, Budgets budgets, TimeStep step, Instant now) {
        return onWholeRow(
                challenge, budgets, now, unit -> new ChallengeAttempt(unit, challenge, budgets, now).claim(step));
    }

    @Override
    public AttemptResult countFailure(Challenge challenge, Budgets budgets, Instant now) {
        return onWholeRow(
                challenge, budgets, now, unit -> new ChallengeAttempt(unit, challenge, budgets, now).countFailure());
    }

    @Override
    public boolean open(Challenge challenge, Budgets budgets, Instant now) {
        return onWholeRow(challenge, budgets, now, unit -> new ChallengeAttempt(unit, challenge, budgets, now).open())
                        .verdict()
                == Verdict.APPROVED;
    }

    @Override
    public AttemptResult claimEnrollmentStep(PendingFactor factor, OptionalInt known, TimeStep step, Instant now) {
        return atOnce(
                unit -> FactorStatements.ofPending(unit, factor, known, now).claim(step, BudgetClause.NONE));
    }

    @Override
    public AttemptResult countEnrollmentFailure(PendingFactor factor, OptionalInt known, Budgets budgets, Instant now) {
        return atOnce(
                unit -> FactorStatements.ofPending(unit, factor, known, now).countFailure(budgets, BudgetClause.NONE));
    }

    /**
     * Runs an attempt; if the factor has no row, or one without budgets, adds what is missing and runs the attempt again.
     * A realm import brings credentials without rows, and nodes of older versions write rows without budgets. The caller
     * may have read the factor from a cache that does not know of its removal yet: without a credential no row is created.
     */
    private AttemptResult onWholeRow(
            Challenge challenge, Budgets budgets, Instant now, Function<Unit, AttemptResult> attempt) {
        MissingRows rows = new MissingRows(transactions);
        AttemptResult result = atOnce(attempt);
        for (int tries = 1; tries < TRIES && result.verdict() == Verdict.UNKNOWN_FACTOR; tries++) {
            if (!rows.ensureFactor(credentials, challenge, budgets, now)) {
                return result;
            }
            result = atOnce(attempt);
        }
        return result;
    }

    /** Tries again where the database ends a deadlock with this transaction: a wrong code has to be counted. */
    private AttemptResult atOnce(Function<Unit, AttemptResult> attempt) {
        for (int deadlocks = 1; deadlocks < TRIES; deadlocks++) {
            try {
                return transactions.callAtOnce(attempt);
            } catch (StoreUnavailableException e) {
                if (!DatabaseFailure.isDeadlock(e)) {
                    throw e;
                }
            }
        }
        return transactions.callAtOnce(attempt);
    }
}
