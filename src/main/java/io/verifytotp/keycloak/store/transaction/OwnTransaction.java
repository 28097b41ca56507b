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
 * Transactions beside the request's, on a Keycloak session and a database connection of their own. The one place
 * that opens them: who holds this class commits at once.
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

    /** As {@link #call}, for work that also needs Keycloak's own models within the same transaction. */
    public <T> T callInSession(BiFunction<KeycloakSession, Unit, T> work) {
        try {
            return KeycloakModelUtils.runJobInTransactionWithResult(factory, session -> {
                SessionUnit unit = new SessionUnit(session);
                EntityManager em = unit.em();
                return Locking.of(em).around(em, () -> {
                    T result = work.apply(session, unit);
                    unit.write();
                    return result;
                });
            });
        } catch (SeedUnavailableException | StoreUnavailableException e) {
            throw e; // says what it is; the transaction was rolled back all the same
        } catch (RuntimeException e) {
            // Whatever it was (no connection, lock timeout, failed commit): there is no committed outcome.
            throw new StoreUnavailableException(e);
        }
    }

    private record SessionUnit(KeycloakSession session) implements Unit {
        @Override
        public EntityManager em() {
            return session.getProvider(JpaConnectionProvider.class).getEntityManager();
        }

        @Override
        public void rollBack() {
            session.getTransactionManager().setRollbackOnly();
        }

        /** Now, and not with the commit, when the limits of {@link Locking} are over. */
        void write() {
            if (!session.getTransactionManager().getRollbackOnly()) {
                em().flush();
            }
        }
    }
}
