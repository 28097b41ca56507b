package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.challenge.Challenges;
import io.verifytotp.keycloak.domain.challenge.FactorLedger;
import io.verifytotp.keycloak.domain.contract.FactorLedgerContract;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.FactorStates;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.store.credential.CredentialLookup;
import io.verifytotp.keycloak.store.transaction.Transactions;
import io.verifytotp.keycloak.store.transaction.Transactions.Unit;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/** The ledger's rules, kept by the statements on the tables that our change log makes, in some database. */
abstract class JpaFactorLedgerContract extends FactorLedgerContract {
    private final Map<FactorId, EntityKey> credentials = new ConcurrentHashMap<>();

    abstract Transactions transactions();

    @Override
    protected FactorLedger ledger() {
        return new JpaFactorLedger(transactions(), new CredentialLookup() {
            @Override
            public <T> T call(BiFunction<Unit, Stored, T> work) {
                return transactions()
                        .call(unit -> work.apply(unit, (owner, factor) -> owner.equals(credentials.get(factor))));
            }
        });
    }

    @Override
    protected void keepCredential(Factor factor) {
        credentials.put(factor.id(), factor.binding().owner());
    }

    @Override
    protected FactorStates states() {
        return new JpaFactorStates(transactions());
    }

    @Override
    protected void keepPending(PendingFactor factor) {
        keep(factor.binding().owner(), factor.createdAt(), new FactorRow(factor));
    }

    @Override
    protected void keepVerified(Factor factor) {
        EntityKey owner = factor.binding().owner();
        FactorRow row = new FactorRow(owner, factor.id(), factor.verifiedAt());
        row.setBudgets(Instant.EPOCH, Instant.EPOCH);
        keep(owner, factor.verifiedAt(), row);
    }

    @Override
    protected Challenges challenges() {
        return new JpaChallenges(transactions());
    }

    private void keep(EntityKey owner, Instant now, FactorRow row) {
        new MissingRows(transactions()).ensureEntity(owner, now);
        transactions().call(unit -> {
            unit.em().persist(row);
            return row;
        });
    }
}
