package io.verifytotp.keycloak.store.transaction;

import io.verifytotp.keycloak.domain.id.SeedUnavailableException;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import jakarta.persistence.EntityManager;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.KeycloakSessionTaskWithResult;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Runs work in a transaction of its own, beside the request's, with its own Keycloak session and database connection.
 * The only class that opens such transactions.
 */
public final class OwnTransaction implements Transactions {
    private final KeycloakSessionFactory factory;

    public OwnTransaction(KeycloakSessionFactory factory) {
        this.factory = factory;
    }

    @Override
    public <T> T call(Function<Unit, T> work) {
        return callInSession((session, unit) -> work.apply(unit));
    }

    @Override
    public <T> T callAtOnce(Function<Unit, T> work) {
        return run(session -> {
            EntityManager em = em(session);
            Locking locking = Locking.of(em);
            String condition = locking.condition();
            SessionUnit unit = new SessionUnit(session, condition);
            return condition.isEmpty() ? locking.around(em, () -> flushed(unit, work)) : flushed(unit, work);
        });
    }

    /** As {@link #call}, for work that also uses Keycloak's models in the same transaction. */
    public <T> T callInSession(BiFunction<KeycloakSession, Unit, T> work) {
        return run(session -> {
            EntityManager em = em(session);
            SessionUnit unit = new SessionUnit(session, "");
            return Locking.of(em).around(em, () -> flushed(unit, same -> work.apply(session, same)));
        });
    }

    /** Flushes before the commit, while the settings of {@link Locking} apply. */
    private static <T> T flushed(SessionUnit unit, Function<Unit, T> work) {
        T result = work.apply(unit);
        unit.flush();
        return result;
    }

    private static EntityManager em(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    private <T> T run(KeycloakSessionTaskWithResult<T> task) {
        try {
            return KeycloakModelUtils.runJobInTransactionWithResult(factory, task);
        } catch (SeedUnavailableException | StoreUnavailableException e) {
            throw e; // names its cause; the transaction was rolled back
        } catch (RuntimeException e) {
            // Whatever the cause (no connection, lock timeout, failed commit), nothing was committed.
            throw new StoreUnavailableException(e);
        }
    }

    private static final class SessionUnit implements Unit {
        private final KeycloakSession session;
        private final String waitLimit;

        SessionUnit(KeycloakSession session, String waitLimit) {
            this.session = session;
            this.waitLimit = waitLimit;
        }

        @Override
        public EntityManager em() {
            return OwnTransaction.em(session);
        }

        @Override
        public String waitLimit() {
            return waitLimit;
        }

        @Override
        public void rollBack() {
            session.getTransactionManager().setRollbackOnly();
        }

        void flush() {
            if (!session.getTransactionManager().getRollbackOnly()) {
                em().flush();
            }
        }
    }
}
