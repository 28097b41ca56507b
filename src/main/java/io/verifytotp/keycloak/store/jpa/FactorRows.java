package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.store.credential.CredentialLookup;
import io.verifytotp.keycloak.store.transaction.Transactions;
import jakarta.persistence.LockModeType;
import java.time.Instant;

/** Makes the row of a verified factor that has none. */
record FactorRows(Transactions transactions, CredentialLookup credentials) {

    /**
     * Makes it if the Entity has the credential.
     *
     * @return whether there is a row now, be it one that another request has made
     * @throws StoreUnavailableException if nobody knows
     */
    boolean make(EntityKey owner, FactorId factor, Instant now) {
        if (!credentials.<Boolean>call((unit, stored) -> stored.has(owner, factor))) {
            return false;
        }
        new EntityRows(transactions).ensure(owner, now);
        try {
            return credentials.call((unit, stored) -> {
                // Who removes the factor waits for this lock, or has removed it before the credential is asked for.
                unit.em().find(EntityRow.class, EntityRow.idOf(owner), LockModeType.PESSIMISTIC_WRITE);
                if (!stored.has(owner, factor)) {
                    return false;
                }
                if (unit.em().find(FactorRow.class, id(factor)) == null) {
                    unit.em().persist(new FactorRow(owner, factor, now));
                }
                return true;
            });
        } catch (StoreUnavailableException e) {
            // Two requests may make the same row at once; the loser's refusal is fine if the row is there.
            if (transactions.call(unit -> unit.em().find(FactorRow.class, id(factor)) == null)) {
                throw e;
            }
            return true;
        }
    }

    private static String id(FactorId factor) {
        return factor.key();
    }
}
