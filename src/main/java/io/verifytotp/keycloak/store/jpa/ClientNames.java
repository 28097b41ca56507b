package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.store.jpa.RowDeletes.Table;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;

/** The names of clients in challenges. */
record ClientNames(EntityManager em) {
    private static final String FORGET = "update ChallengeRow c set c.clientId = null where c.id in :ids";

    /** Takes them out of these challenges; how many there were. */
    int forget(List<String> challenges) {
        if (challenges.isEmpty()) {
            return 0;
        }
        new RowDeletes(em).lock(Table.CHALLENGE, "r.id in :ids", Map.of("ids", challenges));
        em.createQuery(FORGET).setParameter("ids", challenges).executeUpdate();
        return challenges.size();
    }
}
