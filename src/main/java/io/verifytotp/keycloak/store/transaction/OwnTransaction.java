package io.verifytotp.keycloak.store.transaction;

import io.verifytotp.keycloak.domain.id.SeedUnavailableException;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import jakarta.persistence.EntityManager;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
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

    /** As {@link #call}, for work that also uses Keycloak's models in the same transaction. */
    public <T> T callInSession(BiFunction<KeycloakSession, Unit, T> work) {
        try {
            return KeycloakModelUtils.runJobInTransactionWithResult(factory, session -> {
                SessionUnit unit = new SessionUnit(session);
                EntityManager em = unit.em();
                return Locking.of(em).around(em, () -> {
                    T result = work.apply(session, unit);
                    unit.flush();
                    return result;
                });
            });
        } catch (SeedUnavailableException | StoreUnavailableException e) {
            throw e; // names its cause; the transaction was rolled back
        } catch (RuntimeException e) {
            // Whatever the cause (no connection, lock timeout, failed commit), nothing was committed.
            throw new StoreUnavailableException(e);
        }
    }

    private static final class SessionUnit implements Unit {
        private final KeycloakSession session;

        SessionUnit(KeycloakSession session) {
            this.session = session;
        }

        @Override
        public EntityManager em() {
            return session.getProvider(JpaConnectionProvider.class).getEntityManager();
        }

        @Override
        public void rollBack() {
            session.getTransactionManager().setRollbackOnly();
        }

        /** Flushes before the commit, while the settings of {@link Locking} apply. */
        void flush() {
            if (!session.getTransactionManager().getRollbackOnly()) {
                em().flush();
            }
        }
    }
}
