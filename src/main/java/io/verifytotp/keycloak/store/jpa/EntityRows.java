package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.store.transaction.Transactions;
import java.time.Instant;

/** Makes the rows of Entities. */
record EntityRows(Transactions transactions) {

    /** Sees to it that the Entity has a row when this returns. */
    void ensure(EntityKey owner, Instant now) {
        create(owner, now);
    }

    /** The same; whether it was this call that made the row. */
    boolean create(EntityKey owner, Instant now) {
        if (exists(owner)) {
            return false;
        }
        try {
            return transactions.call(unit -> {
                unit.em().persist(new EntityRow(owner, now));
                return true;
            });
        } catch (StoreUnavailableException e) {
            // Two requests may make the same row at once; the loser's refusal is fine if the row is there.
            if (!exists(owner)) {
                throw e;
            }
            return false;
        }
    }

    private boolean exists(EntityKey owner) {
        return transactions.call(unit -> unit.em().find(EntityRow.class, EntityRow.idOf(owner)) != null);
    }
}
