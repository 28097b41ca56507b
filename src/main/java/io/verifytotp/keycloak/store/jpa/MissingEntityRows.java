package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.store.transaction.Transactions;
import java.time.Instant;

/** Creates rows of Entities. */
final class MissingEntityRows {
    private final Transactions transactions;

    MissingEntityRows(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Creates the Entity's row unless it is there; returns whether this call created it. */
    boolean ensure(EntityKey owner, Instant now) {
        if (exists(owner)) {
            return false;
        }
        try {
            return transactions.call(unit -> {
                unit.em().persist(new EntityRow(owner, now));
                return true;
            });
        } catch (StoreUnavailableException e) {
            // Of two requests that insert the row at once, one fails, although the row is there.
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
