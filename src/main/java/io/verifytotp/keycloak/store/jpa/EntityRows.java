package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.EntityKey;
import io.verifytotp.keycloak.domain.StoreUnavailableException;
import java.time.Instant;

/** Makes the rows of Entities on first use. */
record EntityRows(Transactions transactions) {

    /** Sees to it that the Entity has a row when this returns. */
    void ensure(EntityKey owner, Instant now) {
        if (exists(owner)) {
            return;
        }
        try {
            transactions.call(unit -> {
                unit.em().persist(new EntityRow(owner, now));
                return owner;
            });
        } catch (StoreUnavailableException e) {
            // Two requests may make the same row at once; the loser's refusal is fine if the row is there.
            if (!exists(owner)) {
                throw e;
            }
        }
    }

    private boolean exists(EntityKey owner) {
        return transactions.call(unit -> unit.em().find(EntityRow.class, EntityRow.idOf(owner)) != null);
    }
}
