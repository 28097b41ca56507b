package io.verifytotp.keycloak.store.transaction;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.function.Function;

/** Runs work in short transactions, beside the request's. */
public interface Transactions {
    /**
     * Runs {@code work}. When this returns, its transaction is committed, or rolled back if the work asked for that.
     *
     * @throws io.verifytotp.keycloak.domain.id.StoreUnavailableException if it did not commit
     */
    <T> T call(Function<Unit, T> work);

    /**
     * As {@link #call}, with one statement less where the database's driver can limit a wait: for work that passes each
     * query that may wait for a locked row to {@link Unit#limitingWait}.
     */
    default <T> T callLimitingWait(Function<Unit, T> work) {
        return call(work);
    }

    /** The transaction that work runs in. */
    interface Unit {
        EntityManager em();

        /** Limits how long a query waits for a locked row, where the transaction itself does not. */
        default Query limitingWait(Query query) {
            return query;
        }

        /** Rolls the transaction back once the work has returned. The work's result is returned all the same. */
        void rollBack();
    }
}
