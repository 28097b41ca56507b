package io.verifytotp.keycloak.store.transaction;

import jakarta.persistence.EntityManager;
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
     * As {@link #call}, but sends no statement of its own where the database allows that. The work's statements that lock
     * rows have {@link Unit#waitLimit} in their condition, or follow one that has, and that has changed a row.
     */
    <T> T callAtOnce(Function<Unit, T> work);

    /** The transaction that work runs in. */
    interface Unit {
        EntityManager em();

        /**
         * Returns a condition that is always true, beginning with {@code and}. It limits how long this transaction waits
         * for rows that others have locked. Empty if the transaction has the limit already.
         */
        String waitLimit();

        /** Rolls the transaction back once the work has returned. The work's result is returned all the same. */
        void rollBack();
    }
}
