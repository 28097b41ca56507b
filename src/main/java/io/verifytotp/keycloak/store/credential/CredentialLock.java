package io.verifytotp.keycloak.store.credential;

import io.verifytotp.keycloak.domain.id.EntityKey;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.stream.Stream;

/**
 * A lock on a user's credentials of one type, until the transaction ends, in Keycloak's two tables of credentials. Where an
 * Entity has no row of ours, as after the import of a realm, two changes have nothing else to wait for each other on.
 */
public final class CredentialLock {
    private static final String OF_TYPE = " and c.type = :type order by c.id";

    private CredentialLock() {}

    /** Returns the number of credentials that are locked now. */
    public static int take(EntityManager em, EntityKey owner, String type) {
        return Stream.of(
                        em.createQuery("select c from CredentialEntity c where c.user.id = :user" + OF_TYPE),
                        em.createQuery(
                                "select c from FederatedUserCredentialEntity c where c.userId = :user" + OF_TYPE))
                .mapToInt(query -> query.setParameter("user", owner.identity())
                        .setParameter("type", type)
                        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                        .getResultList()
                        .size())
                .sum();
    }
}
