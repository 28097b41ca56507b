package io.verifytotp.keycloak.store.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Query;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Which rows go with what, and the one order in which all of this package locks, so that no two transactions wait for
 * each other: the Entity, then factors, then challenges, and credentials last. Several rows of one table are locked in
 * the order of their ids, before any of them is deleted.
 */
record RowDeletes(EntityManager em) {

    /** Our tables; {@code r} is the row's name in conditions. */
    enum Table {
        ENTITY("EntityRow"),
        FACTOR("FactorRow"),
        CHALLENGE("ChallengeRow");

        private final String row;

        Table(String row) {
            this.row = row;
        }
    }

    /** A realm is removed as a whole, with all that could wait for one of its rows. */
    void realm(String realm) {
        for (Table table : List.of(Table.FACTOR, Table.CHALLENGE, Table.ENTITY)) {
            delete(table, "r.realmId = :realm", Map.of("realm", realm));
        }
    }

    /** Deletes these Entities with all that is theirs; how many there were. */
    int entities(Collection<String> ids) {
        Map<String, Object> parameters = Map.of("ids", ids);
        lock(Table.ENTITY, "r.id in :ids", parameters);
        rows(Table.FACTOR, "r.entityId in :ids", parameters);
        rows(Table.CHALLENGE, "r.entityId in :ids", parameters);
        return delete(Table.ENTITY, "r.id in :ids", parameters);
    }

    /** Deletes the rows of one table for which that holds; how many there were. */
    int rows(Table table, String condition, Map<String, Object> parameters) {
        return lock(table, condition, parameters).isEmpty() ? 0 : delete(table, condition, parameters);
    }

    /** Locks them; their ids. */
    List<String> lock(Table table, String condition, Map<String, Object> parameters) {
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
