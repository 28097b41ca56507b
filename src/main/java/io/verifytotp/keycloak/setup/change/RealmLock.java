package io.verifytotp.keycloak.setup.change;

import io.verifytotp.keycloak.setup.plan.SetupRefusal;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockTimeoutException;
import jakarta.persistence.PessimisticLockException;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.hibernate.dialect.Dialect;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Lock on the realm's row in the database, for one set-up at a time on all nodes. It ends with the transaction, also if
 * the server is killed.
 */
final class RealmLock {
    private static final String ROW = "select ID from {h-schema}REALM where ID = :realm";
    private static final String RECORD =
            "select VALUE from {h-schema}REALM_ATTRIBUTE where REALM_ID = :realm and NAME = :name";

    private final RealmModel realm;
    private final EntityManager em;

    RealmLock(KeycloakSession session, RealmModel realm) {
        this.realm = realm;
        this.em = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /** Takes the lock, or throws a refusal at once if another set-up has it. Reads of the realm see its changes then. */
    void acquire() {
        Dialect dialect = em.getEntityManagerFactory()
                .unwrap(SessionFactoryImplementor.class)
                .getJdbcServices()
                .getDialect();
        try {
            em.createNativeQuery(ROW + dialect.getForUpdateNowaitString())
                    .setParameter("realm", realm.getId())
                    .getResultList();
        } catch (RuntimeException e) {
            throw isLocked(e) ? busy() : e;
        }
        // The cache of realms may not have heard yet of what another node has committed. A change ends its use.
        realm.removeAttribute(SetupRecord.ATTRIBUTE + ".lock");
        requireCurrent(dialect.getForUpdateString());
    }

    /** Refuses if the transaction sees the realm as it was before another set-up (repeatable read of MySQL). */
    private void requireCurrent(String lock) {
        List<?> stored = em.createNativeQuery(RECORD + lock)
                .setParameter("realm", realm.getId())
                .setParameter("name", SetupRecord.ATTRIBUTE)
                .getResultList();
        Object current = stored.isEmpty() ? null : stored.get(0);
        String seen = realm.getAttribute(SetupRecord.ATTRIBUTE);
        if (!(current instanceof String || current == null) || !Objects.equals(current, seen)) {
            throw busy();
        }
    }

    private static SetupRefusal busy() {
        return SetupRefusal.because(
                "Another call is setting this realm up at this moment; try again when it has ended");
    }

    private static boolean isLocked(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof LockTimeoutException
                    || cause instanceof PessimisticLockException
                    || cause instanceof org.hibernate.PessimisticLockException
                    || (cause instanceof SQLException sql && "55P03".equals(sql.getSQLState()))) {
                return true;
            }
        }
        return false;
    }
}
