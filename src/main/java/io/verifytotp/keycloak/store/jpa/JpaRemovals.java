package io.verifytotp.keycloak.store.jpa;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;

/** Removes what belongs to users, realms, credentials and clients that Keycloak has removed. */
public final class JpaRemovals {
    private static final String ENTITIES_OF_A_USER =
            "select e from EntityRow e where e.userId = :user and e.realmId = :realm";

    /** In the order in which answers lock: a factor's row, then its challenge. */
    private static final List<String> OF_ENTITIES = List.of(
            "delete from FactorRow f where f.entityId in :ids",
            "delete from ChallengeRow c where c.entityId in :ids",
            "delete from EntityRow e where e.id in :ids");

    private static final List<String> OF_A_REALM = List.of(
            "delete from FactorRow f where f.realmId = :realm",
            "delete from ChallengeRow c where c.realmId = :realm",
            "delete from EntityRow e where e.realmId = :realm");

    private static final List<String> OF_A_CREDENTIAL =
            List.of("delete from FactorRow f where f.id = :credential and f.realmId = :realm and f.sealedSeed is null");

    /** A login stays on record; through which client it was is gone with the client. */
    private static final List<String> OF_A_CLIENT =
            List.of("update ChallengeRow c set c.clientId = null where c.realmId = :realm and c.clientId = :client");

    private final Transactions transactions;

    public JpaRemovals(OwnTransaction transactions) {
        this.transactions = transactions;
    }

    public void user(String realm, String user) {
        transactions.call(unit -> {
            List<String> ids = entities(unit.em(), realm, user);
            if (!ids.isEmpty()) {
                OF_ENTITIES.forEach(statement -> unit.em()
                        .createQuery(statement)
                        .setParameter("ids", ids)
                        .executeUpdate());
            }
            return ids;
        });
    }

    /** To MySQL and MariaDB all ids are equal that differ in upper and lower case only; a federation's need not be. */
    private static List<String> entities(EntityManager em, String realm, String user) {
        return em.createQuery(ENTITIES_OF_A_USER, EntityRow.class)
                .setParameter("user", user)
                .setParameter("realm", realm)
                .getResultStream()
                .map(row -> row.toEntity().key())
                .filter(key -> key.identity().equals(user))
                .map(EntityRow::idOf)
                .toList();
    }

    public void realm(String realm) {
        run(OF_A_REALM, Map.of("realm", realm));
    }

    /**
     * The hot state of a verified factor whose credential is gone; its challenges stay as a record.
     *
     * @return whether there was any: only credentials of ours have it
     */
    public boolean credential(String realm, String credential) {
        return run(OF_A_CREDENTIAL, Map.of("realm", realm, "credential", credential)) > 0;
    }

    /** The name of a removed client in challenges.
     *
     * @param clientId what OIDC calls the client's id
     */
    public void client(String realm, String clientId) {
        run(OF_A_CLIENT, Map.of("realm", realm, "client", clientId));
    }

    /** How many rows it was about. */
    private int run(List<String> statements, Map<String, String> parameters) {
        return transactions.call(unit -> statements.stream()
                .mapToInt(statement -> run(unit.em(), statement, parameters))
                .sum());
    }

    private static int run(EntityManager em, String statement, Map<String, String> parameters) {
        var query = em.createQuery(statement);
        parameters.forEach(query::setParameter);
        return query.executeUpdate();
    }
}
