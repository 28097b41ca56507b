package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.factor.FactorState;
import io.verifytotp.keycloak.domain.factor.FactorStates;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.store.transaction.Transactions;
import io.verifytotp.keycloak.totp.TimeStep;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads failures, lock and last use of an Entity's factors. */
public final class JpaFactorStates implements FactorStates {
    private final Transactions transactions;

    public JpaFactorStates(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Map<FactorId, FactorState> of(EntityKey owner) {
        return transactions.call(unit -> unit.em()
                .createQuery("select f from FactorRow f where f.entityId = :entity", FactorRow.class)
                .setParameter("entity", EntityRow.idOf(owner))
                .getResultStream()
                .collect(Collectors.toMap(FactorRow::factor, FactorRow::state)));
    }

    @Override
    public Optional<TimeStep> lastStep(EntityKey owner, FactorId factor) {
        return transactions.call(unit -> Optional.ofNullable(unit.em().find(FactorRow.class, factor.key()))
                .filter(row -> row.belongsTo(owner))
                .flatMap(FactorRow::usedStep));
    }
}
