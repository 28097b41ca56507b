package io.verifytotp.keycloak.store.transaction;

import jakarta.persistence.EntityManager;
import java.util.function.Function;

/** Runs work in short transactions of their own. */
public interface Transactions {
    /**
     * Runs {@code work}. Its transaction has been committed when this returns, or rolled back if the work asked for it.
     *
     * @throws io.verifytotp.keycloak.domain.id.StoreUnavailableException if it did not commit
     */
    <T> T call(Function<Unit, T> work);

    /** What work gets to hold. */
    interface Unit {
        EntityManager em();

        /** Undo everything of this transaction once the work has returned; its result is returned all the same. */
        void rollBack();
    }
}
