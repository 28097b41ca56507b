package io.verifytotp.keycloak.store.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Query;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Deletes rows in the one order in which all of this package locks, so that no two transactions wait for each other: the
 * Entity, then factors, then challenges, and credentials last. Several rows of one table are locked in the order of
 * their ids, before any of them is deleted.
 */
final class RowDeletes {
    private static final String FORGET_CLIENT = "update ChallengeRow c set c.clientId = null where c.id in :ids";

    private final EntityManager em;

    RowDeletes(EntityManager em) {
        this.em = em;
    }

    /** Our tables. Conditions on them call the row {@code r}. */
    enum Table {
        ENTITY("EntityRow"),
        FACTOR("FactorRow"),
        CHALLENGE("ChallengeRow");

        private final String row;

        Table(String row) {
            this.row = row;
        }
    }

    /** Deletes all rows of a realm, without locks: whatever could wait for one of them is removed with the realm. */
    int realm(String realm) {
        return Stream.of(Table.FACTOR, Table.CHALLENGE, Table.ENTITY)
                .mapToInt(table -> delete(table, "r.realmId = :realm", Map.of("realm", realm)))
                .sum();
    }

    /** Deletes these Entities with their factors and challenges; returns how many Entities there were. */
    int entities(Collection<String> ids) {
        Map<String, Object> parameters = Map.of("ids", ids);
        lock(Table.ENTITY, "r.id in :ids", parameters);
        rows(Table.FACTOR, "r.entityId in :ids", parameters);
        rows(Table.CHALLENGE, "r.entityId in :ids", parameters);
        return delete(Table.ENTITY, "r.id in :ids", parameters);
    }

    /** Deletes the rows of one table that meet the condition; returns how many there were. */
    int rows(Table table, String condition, Map<String, Object> parameters) {
        return lock(table, condition, parameters).isEmpty() ? 0 : delete(table, condition, parameters);
    }

    void forgetClient(Collection<String> challenges) {
        if (challenges.isEmpty()) {
            return;
        }
        Map<String, Object> parameters = Map.of("ids", challenges);
        lock(Table.CHALLENGE, "r.id in :ids", parameters);
        set(em.createQuery(FORGET_CLIENT), parameters).executeUpdate();
    }

    private List<String> lock(Table table, String condition, Map<String, Object> parameters) {
        var locked = em.createQuery(
                "select r.id from " + table.row + " r where " + condition + " order by r.id", String.class);
        set(locked, parameters);
        return locked.setLockMode(LockModeType.PESSIMISTIC_WRITE).getResultList();
    }

    private int delete(Table table, String condition, Map<String, Object> parameters) {
        return set(em.createQuery("delete from " + table.row + " r where " + condition), parameters)
                .executeUpdate();
    }

    private static Query set(Query query, Map<String, Object> parameters) {
        parameters.forEach(query::setParameter);
        return query;
    }
}
