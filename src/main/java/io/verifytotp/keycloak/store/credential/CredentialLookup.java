package io.verifytotp.keycloak.store.credential;

import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.store.transaction.Transactions.Unit;
import java.util.function.BiFunction;

/** Looks up credentials in the storage of their user, past Keycloak's cache of users. */
public interface CredentialLookup {
    interface Stored {
        boolean has(EntityKey owner, FactorId factor);
    }

    /** Runs work in one transaction, with the credentials that it sees. */
    <T> T call(BiFunction<Unit, Stored, T> work);
}
