package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.cleanup.StaleRows;
import io.verifytotp.keycloak.store.jpa.RowDeletes.Table;
import io.verifytotp.keycloak.store.transaction.Transactions;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Removes rows that are of no use any more. Reads the ids of a batch, then deletes exactly these rows: a delete with a
 * wide condition would lock rows that it only reads.
 */
public final class JpaStaleRows implements StaleRows {
    /** Few enough that a login that needs one of the rows waits for some milliseconds only. */
    private static final int BATCH = 100;

    private static final String CHALLENGES = """
            select c.id from ChallengeRow c where c.realmId = :realm and c.createdAt < :before order by c.createdAt""";

    private static final String PENDING_FACTORS = """
            select f.id from FactorRow f where f.sealedSeed is not null and f.expiresAt <= :before""";

    /**
     * Of realms, users and storages that are gone. Each alone, because databases compare two tables as a whole only where
     * the condition has no {@code or}: one query with all three took three times as long among a million Entities.
     *
     * <p>Spares ids that begin with {@code f:} and the id of a storage: only that storage knows whether its users still
     * exist. A storage that is gone has none.
     */
    private static final List<String> ENTITIES = List.of("""
            select e.id from EntityRow e
             where not exists (select r.id from RealmEntity r where r.id = e.realmId)""", """
            select e.id from EntityRow e
             where e.userId not like 'f:%' and not exists (select u.id from UserEntity u where u.id = e.userId)""", """
            select e.id from EntityRow e
             where e.userId like 'f:%' and not exists (
                   select c.id from ComponentEntity c
                    where c.realm.id = e.realmId and e.userId like concat('f:', c.id, ':%'))""");

    /**
     * Spares federated users, imported ones included: their user storage may keep the credential itself, so that the
     * factor and its lock may exist although Keycloak's tables do not have the credential.
     */
    private static final String FACTORS = """
            select f.id from FactorRow f
             where f.sealedSeed is null and f.updatedAt < :before
               and not exists (select c.id from CredentialEntity c where c.id = f.id)
               and not exists (select c.id from FederatedUserCredentialEntity c where c.id = f.id)
               and not exists (
                   select e.id from EntityRow e
                    where e.id = f.entityId
                      and (e.userId like 'f:%'
                           or exists (select u.id from UserEntity u
                                       where u.id = e.userId and u.federationLink is not null)))""";

    private static final String CLIENTS = """
            select c.id from ChallengeRow c
             where c.clientId is not null
               and not exists (select k.id from ClientEntity k where k.realmId = c.realmId and k.clientId = c.clientId)""";

    private final Transactions transactions;

    public JpaStaleRows(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public int removeChallenges(String realm, Instant before) {
        Map<String, Object> parameters = Map.of("realm", realm, "before", before.toEpochMilli());
        return batch(CHALLENGES, parameters, rows(Table.CHALLENGE, "r.id in :ids"));
    }

    @Override
    public int removePendingFactors(Instant before) {
        Map<String, Object> parameters = Map.of("before", before.toEpochMilli());
        return batch(PENDING_FACTORS, parameters, rows(Table.FACTOR, "r.id in :ids and r.sealedSeed is not null"));
    }

    @Override
    public int removeEntities() {
        return ENTITIES.stream()
                .mapToInt(query -> batch(query, Map.of(), (em, ids) -> new RowDeletes(em).entities(ids)))
                .filter(removed -> removed > 0)
                .findFirst()
                .orElse(0);
    }

    @Override
    public int removeFactors(Instant before) {
        Map<String, Object> parameters = Map.of("before", before.toEpochMilli());
        return batch(FACTORS, parameters, rows(Table.FACTOR, "r.id in :ids and r.sealedSeed is null"));
    }

    @Override
    public int forgetClients() {
        return batch(CLIENTS, Map.of(), (em, ids) -> new RowDeletes(em).forgetClient(ids));
    }

    private static BiConsumer<EntityManager, List<String>> rows(Table table, String condition) {
        return (em, ids) -> new RowDeletes(em).rows(table, condition, Map.of("ids", ids));
    }

    private int batch(String query, Map<String, Object> parameters, BiConsumer<EntityManager, List<String>> work) {
        List<String> ids = transactions.call(unit -> ids(unit.em(), query, parameters));
        if (ids.isEmpty()) {
            return 0;
        }
        return transactions.call(unit -> {
            work.accept(unit.em(), ids);
            return ids.size();
        });
    }

    private static List<String> ids(EntityManager em, String query, Map<String, Object> parameters) {
        var ids = em.createQuery(query, String.class).setMaxResults(BATCH);
        parameters.forEach(ids::setParameter);
        return ids.getResultList();
    }
}
