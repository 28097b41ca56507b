package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.id.Entities;
import io.verifytotp.keycloak.domain.id.Entity;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.Page;
import io.verifytotp.keycloak.domain.id.PageRequest;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.store.credential.UserCredentials;
import io.verifytotp.keycloak.store.transaction.OwnTransaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Entities in the database. */
public final class JpaEntities implements Entities {
    private static final String PAGE = """
            select e from EntityRow e where e.realmId = :realm and e.serviceId = :service""";

    private final OwnTransaction transactions;

    public JpaEntities(OwnTransaction transactions) {
        this.transactions = transactions;
    }

    @Override
    public boolean create(EntityKey key, Instant now) {
        return new MissingRows(transactions).ensureEntity(key, now);
    }

    @Override
    public Optional<Entity> find(EntityKey key) {
        return transactions.call(unit -> Optional.ofNullable(unit.em().find(EntityRow.class, EntityRow.idOf(key)))
                .map(EntityRow::toEntity));
    }

    @Override
    public Page<Entity> page(String realm, ServiceId service, PageRequest request) {
        PageClause keyset = new PageClause(request, "e");
        return transactions.call(
                unit -> request.page(keyset.cut(unit.em().createQuery(PAGE + keyset.clause(), EntityRow.class))
                        .setParameter("realm", realm)
                        .setParameter("service", service.key())
                        .getResultStream()
                        .map(EntityRow::toEntity)
                        .toList()));
    }

    @Override
    public boolean remove(EntityKey key) {
        return transactions.callInSession((session, unit) -> {
            String id = EntityRow.idOf(key);
            // Lock before the credentials are read: Keycloak refuses to remove one that was changed after that.
            boolean row = new RowDeletes(unit.em()).entities(List.of(id)) == 1;
            Optional<UserCredentials> credentials = UserCredentials.of(session, key);
            List<String> ids = credentials.map(UserCredentials::ids).orElse(List.of());
            credentials.ifPresent(owned -> owned.remove(ids));
            return row || !ids.isEmpty();
        });
    }
}
