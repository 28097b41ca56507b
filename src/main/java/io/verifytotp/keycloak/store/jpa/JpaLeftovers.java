package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.Leftovers;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Finds and removes rows that nobody needs any more. First the ids of a batch are read, then exactly these rows go: a
 * delete with a wide condition would lock what it only looks at.
 */
public final class JpaLeftovers implements Leftovers {
    /** Few enough that a login that meets one waits for some milliseconds. */
    private static final int BATCH = 100;

    private static final String CHALLENGES = """
            select c.id from ChallengeRow c where c.realmId = :realm and c.createdAt < :before order by c.createdAt""";

    private static final String PENDING_FACTORS = """
            select f.id from FactorRow f where f.sealedSeed is not null and f.expiresAt <= :before""";

    /** Ids of a federation's users begin so; whether such a user is still there only the federation knows. */
    private static final String ENTITIES = """
            select e.id from EntityRow e
             where not exists (select r.id from RealmEntity r where r.id = e.realmId)
                or (e.userId not like 'f:%' and not exists (select u.id from UserEntity u where u.id = e.userId))""";

    private static final String FACTORS = """
            select f.id from FactorRow f
             where f.sealedSeed is null and f.updatedAt < :before
               and not exists (select c.id from CredentialEntity c where c.id = f.id)
               and not exists (select c.id from FederatedUserCredentialEntity c where c.id = f.id)""";

    private static final String DELETE_CHALLENGES = "delete from ChallengeRow c where c.id in :ids";
    private static final String DELETE_PENDING =
            "delete from FactorRow f where f.id in :ids and f.sealedSeed is not null";
    private static final String DELETE_FACTORS = "delete from FactorRow f where f.id in :ids and f.sealedSeed is null";

    private static final List<String> DELETE_ENTITIES = List.of(
            "delete from ChallengeRow c where c.entityId in :ids",
            "delete from FactorRow f where f.entityId in :ids",
            "delete from EntityRow e where e.id in :ids");

    private final Transactions transactions;

    public JpaLeftovers(OwnTransaction transactions) {
        this((Transactions) transactions);
    }

    JpaLeftovers(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public int removeChallenges(String realm, Instant before) {
        return remove(CHALLENGES, Map.of("realm", realm, "before", before.toEpochMilli()), List.of(DELETE_CHALLENGES));
    }

    @Override
    public int removePendingFactors(Instant before) {
        return remove(PENDING_FACTORS, Map.of("before", before.toEpochMilli()), List.of(DELETE_PENDING));
    }

    @Override
    public int removeEntities() {
        return remove(ENTITIES, Map.of(), DELETE_ENTITIES);
    }

    @Override
    public int removeFactors(Instant before) {
        return remove(FACTORS, Map.of("before", before.toEpochMilli()), List.of(DELETE_FACTORS));
    }

    private int remove(String query, Map<String, Object> parameters, List<String> deletions) {
        List<String> ids = transactions.call(unit -> ids(unit.em(), query, parameters));
        if (ids.isEmpty()) {
            return 0;
        }
        return transactions.call(unit -> {
            deletions.forEach(deletion ->
                    unit.em().createQuery(deletion).setParameter("ids", ids).executeUpdate());
            return ids.size();
        });
    }

    private static List<String> ids(EntityManager em, String query, Map<String, Object> parameters) {
        var ids = em.createQuery(query, String.class).setMaxResults(BATCH);
        parameters.forEach(ids::setParameter);
        return ids.getResultList();
    }
}
