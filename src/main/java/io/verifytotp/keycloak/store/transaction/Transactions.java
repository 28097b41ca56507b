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

    /** The transaction that work runs in. */
    interface Unit {
        EntityManager em();

        /** Rolls the transaction back once the work has returned. The work's result is returned all the same. */
        void rollBack();
    }
}
