package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.store.jpa.RowDeletes.Table;
import io.verifytotp.keycloak.store.transaction.Transactions;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;

/** Removes our rows of users, realms, credentials and clients that Keycloak has removed. */
public final class CascadingDeletes {
    private static final String ENTITIES_OF_A_USER =
            "select e from EntityRow e where e.userId = :user and e.realmId = :realm";

    private static final String OF_A_CLIENT =
            "select c.id from ChallengeRow c where c.realmId = :realm and c.clientId = :client order by c.id";

    /** Limits how long the administrator waits; the purge does the rest. */
    private static final int BATCHES = 10;

    private static final int BATCH = 500;

    private final Transactions transactions;

    public CascadingDeletes(Transactions transactions) {
        this.transactions = transactions;
    }

    public void user(String realm, String user) {
        transactions.call(unit -> {
            List<String> ids = entities(unit.em(), realm, user);
            return ids.isEmpty() ? 0 : new RowDeletes(unit.em()).entities(ids);
        });
    }

    /** Compares ids once more: MySQL and MariaDB ignore case, but ids of a federation may differ in case only. */
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
        transactions.call(unit -> new RowDeletes(unit.em()).realm(realm));
    }

    /**
     * Removes the row of a verified factor whose credential is gone; false if it was none of ours. Its challenges stay.
     */
    public boolean credential(String realm, String credential) {
        return transactions.call(unit -> new RowDeletes(unit.em())
                        .rows(
                                Table.FACTOR,
                                "r.id = :credential and r.realmId = :realm and r.sealedSeed is null",
                                Map.of("credential", credential, "realm", realm))
                > 0);
    }

    /**
     * Removes a client (by its id in OIDC) from challenges, which stay as a record, in at most {@value #BATCHES} small
     * transactions; the purge does the rest.
     */
    public void client(String realm, String clientId) {
        int last = BATCH;
        for (int batch = 0; batch < BATCHES && last == BATCH; batch++) {
            last = transactions.call(unit -> {
                List<String> ids = unit.em()
                        .createQuery(OF_A_CLIENT, String.class)
                        .setParameter("realm", realm)
                        .setParameter("client", clientId)
                        .setMaxResults(BATCH)
                        .getResultList();
                new RowDeletes(unit.em()).forgetClient(ids);
                return ids.size();
            });
        }
    }
}
