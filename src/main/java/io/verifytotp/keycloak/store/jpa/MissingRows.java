package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.store.credential.CredentialLookup;
import io.verifytotp.keycloak.store.transaction.Transactions;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.function.Supplier;

/** Creates rows of Entities, and of verified factors that have none. */
final class MissingRows {
    private final Transactions transactions;

    MissingRows(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Creates the Entity's row unless it is there; returns whether this call created it. */
    boolean ensureEntity(EntityKey owner, Instant now) {
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

    /**
     * Runs work that inserts the Entity's row where it is missing. Of two that insert it at once one fails, although the
     * row is there: it is run again.
     */
    <T> T again(EntityKey owner, Supplier<T> work) {
        try {
            return work.get();
        } catch (StoreUnavailableException e) {
            if (!exists(owner)) {
                throw e;
            }
            return work.get();
        }
    }

    private boolean exists(EntityKey owner) {
        return transactions.call(unit -> unit.em().find(EntityRow.class, EntityRow.idOf(owner)) != null);
    }

    /** Creates the factor's row unless it is there; returns false if the Entity does not have the credential. */
    boolean ensureFactor(CredentialLookup credentials, EntityKey owner, FactorId factor, Instant now) {
        if (!credentials.<Boolean>call((unit, stored) -> stored.has(owner, factor))) {
            return false;
        }
        ensureEntity(owner, now);
        try {
            return credentials.call((unit, stored) -> {
                // A removal of the factor waits for this lock, or was committed before the credential is looked up.
                unit.em().find(EntityRow.class, EntityRow.idOf(owner), LockModeType.PESSIMISTIC_WRITE);
                if (!stored.has(owner, factor)) {
                    return false;
                }
                if (unit.em().find(FactorRow.class, factor.key()) == null) {
                    unit.em().persist(new FactorRow(owner, factor, now));
                }
                return true;
            });
        } catch (StoreUnavailableException e) {
            // Of two requests that insert the row at once, one fails, although the row is there.
            if (transactions.call(unit -> unit.em().find(FactorRow.class, factor.key()) == null)) {
                throw e;
            }
            return true;
        }
    }
}
