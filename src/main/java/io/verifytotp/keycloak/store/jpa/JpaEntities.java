package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.Entities;
import io.verifytotp.keycloak.domain.Entity;
import io.verifytotp.keycloak.domain.EntityKey;
import io.verifytotp.keycloak.domain.Page;
import io.verifytotp.keycloak.domain.PageRequest;
import io.verifytotp.keycloak.domain.ServiceId;
import io.verifytotp.keycloak.store.credential.OwnedCredentials;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Entities in the database. */
public final class JpaEntities implements Entities {
    private static final String PAGE = """
            select e from EntityRow e where e.realmId = :realm and e.serviceId = :service""";

    /** In the order in which answers lock: a factor's row, then its challenge. */
    private static final List<String> REMOVE = List.of(
            "delete from FactorRow f where f.entityId = :entity",
            "delete from ChallengeRow c where c.entityId = :entity",
            "delete from EntityRow e where e.id = :entity");

    private final OwnTransaction transactions;

    public JpaEntities(OwnTransaction transactions) {
        this.transactions = transactions;
    }

    @Override
    public boolean create(EntityKey key, Instant now) {
        return new EntityRows(transactions).create(key, now);
    }

    @Override
    public Optional<Entity> find(EntityKey key) {
        return transactions.call(unit -> Optional.ofNullable(unit.em().find(EntityRow.class, EntityRow.idOf(key)))
                .map(EntityRow::toEntity));
    }

    @Override
    public Page<Entity> page(String realm, ServiceId service, PageRequest request) {
        Keyset keyset = new Keyset(request, "e");
        return transactions.call(
                unit -> request.page(keyset.cut(unit.em().createQuery(PAGE + keyset.clause(), EntityRow.class))
                        .setParameter("realm", realm)
                        .setParameter("service", service.value().toString())
                        .getResultStream()
                        .map(EntityRow::toEntity)
                        .toList()));
    }

    @Override
    public boolean remove(EntityKey key) {
        return transactions.callInSession((session, unit) -> {
            // As enrolling does: the Entity's lock first.
            unit.em().find(EntityRow.class, EntityRow.idOf(key), LockModeType.PESSIMISTIC_WRITE);
            boolean credentials = OwnedCredentials.of(session, key)
                    .map(JpaEntities::removeAll)
                    .orElse(false);
            return removeRows(unit.em(), key) || credentials;
        });
    }

    private static boolean removeAll(OwnedCredentials credentials) {
        List<String> ids = credentials.ids();
        credentials.remove(ids);
        return !ids.isEmpty();
    }

    /** Whether there was an Entity. */
    private static boolean removeRows(EntityManager em, EntityKey key) {
        int last = 0;
        for (String statement : REMOVE) {
            last = em.createQuery(statement)
                    .setParameter("entity", EntityRow.idOf(key))
                    .executeUpdate();
        }
        return last == 1;
    }
}
