package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.factor.FactorChange;
import io.verifytotp.keycloak.domain.factor.FactorChanges;
import io.verifytotp.keycloak.domain.factor.FactorChanges.LockedFactor;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.SealedNotes;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.Page;
import io.verifytotp.keycloak.domain.id.PageRequest;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.store.credential.UserCredentials;
import io.verifytotp.keycloak.store.jpa.RowDeletes.Table;
import io.verifytotp.keycloak.store.transaction.OwnTransaction;
import io.verifytotp.keycloak.store.transaction.Transactions.Unit;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Changes factors in the database: the credential and the row beside it, both or neither. */
public final class JpaFactorChanges implements FactorChanges {
    private static final String UNLOCK = """
            update FactorRow f
               set f.failures = 0, f.budgetOf = null, f.lockedUntil = null, f.disabledAt = null,
                   f.updatedAt = :now
             where f.id = :id and f.entityId = :entity""";

    private static final String LOCKED = """
            select f, e from FactorRow f, EntityRow e
             where e.id = f.entityId and e.realmId = :realm and e.serviceId = :service and f.sealedSeed is null
               and (f.disabledAt is not null or f.lockedUntil > :now)""";

    private final OwnTransaction transactions;

    public JpaFactorChanges(OwnTransaction transactions) {
        this.transactions = transactions;
    }

    @Override
    public Optional<FactorNotes> change(EntityKey owner, FactorChange change, Instant now) {
        return transactions.callInSession((session, unit) -> {
            EntityRow.lockWithCredentials(unit.em(), owner);
            // The row before the credential, the order in which every answer locks them.
            Optional<FactorRow> row = locked(unit, owner, change.factor()).filter(found -> !found.isPending());
            return UserCredentials.of(session, owner)
                    .flatMap(credentials -> credentials.change(change))
                    .map(done -> {
                        row.ifPresent(found ->
                                found.changed(done.before(), change.parameters().period(), now));
                        return done.notes();
                    });
        });
    }

    @Override
    public boolean changePending(EntityKey owner, FactorChange change, SealedNotes notes, Instant now) {
        return transactions.call(unit -> {
            Optional<FactorRow> row = locked(unit, owner, change.factor()).filter(FactorRow::isPending);
            row.ifPresent(found -> found.change(change, notes, now));
            return row.isPresent();
        });
    }

    @Override
    public boolean unlock(EntityKey owner, FactorId factor, Instant now) {
        return transactions.call(unit -> unit.em()
                        .createQuery(UNLOCK)
                        .setParameter("id", factor.key())
                        .setParameter("entity", EntityRow.idOf(owner))
                        .setParameter("now", now.toEpochMilli())
                        .executeUpdate()
                == 1);
    }

    @Override
    public Page<LockedFactor> locked(String realm, ServiceId service, PageRequest request, Instant now) {
        PageClause keyset = new PageClause(request, "f");
        return transactions.call(
                unit -> request.page(keyset.cut(unit.em().createQuery(LOCKED + keyset.clause(), Object[].class))
                        .setParameter("realm", realm)
                        .setParameter("service", service.key())
                        .setParameter("now", now.toEpochMilli())
                        .getResultStream()
                        .map(row -> locked((FactorRow) row[0], (EntityRow) row[1]))
                        .toList()));
    }

    private static LockedFactor locked(FactorRow factor, EntityRow entity) {
        return new LockedFactor(entity.toEntity().key(), factor.factor(), factor.state());
    }

    @Override
    public boolean remove(EntityKey owner, FactorId factor) {
        String id = factor.key();
        return transactions.callInSession((session, unit) -> {
            // Meanwhile nobody enrolls, and no row is created for the credential that is being removed.
            EntityRow.lockWithCredentials(unit.em(), owner);
            Map<String, Object> parameters = Map.of("id", id, "entity", EntityRow.idOf(owner));
            boolean row =
                    new RowDeletes(unit.em()).rows(Table.FACTOR, "r.id = :id and r.entityId = :entity", parameters)
                            == 1;
            Optional<UserCredentials> credentials = UserCredentials.of(session, owner)
                    .filter(owned -> owned.ids().contains(id));
            credentials.ifPresent(owned -> owned.remove(List.of(id)));
            return row || credentials.isPresent();
        });
    }

    private static Optional<FactorRow> locked(Unit unit, EntityKey owner, FactorId factor) {
        return Optional.ofNullable(unit.em().find(FactorRow.class, factor.key(), LockModeType.PESSIMISTIC_WRITE))
                .filter(row -> row.belongsTo(owner));
    }
}
