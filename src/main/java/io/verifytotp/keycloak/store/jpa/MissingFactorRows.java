package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.store.credential.CredentialLookup;
import io.verifytotp.keycloak.store.transaction.Transactions;
import jakarta.persistence.LockModeType;
import java.time.Instant;

/** Creates rows of verified factors that have none. */
final class MissingFactorRows {
    private final Transactions transactions;
    private final CredentialLookup credentials;

    MissingFactorRows(Transactions transactions, CredentialLookup credentials) {
        this.transactions = transactions;
        this.credentials = credentials;
    }

    /**
     * Creates the factor's row unless it is there, provided that the Entity has the credential.
     *
     * @return false if the Entity does not have the credential
     * @throws StoreUnavailableException if the credential or the row could not be read or written
     */
    boolean ensure(EntityKey owner, FactorId factor, Instant now) {
        if (!credentials.<Boolean>call((unit, stored) -> stored.has(owner, factor))) {
            return false;
        }
        new MissingEntityRows(transactions).ensure(owner, now);
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
