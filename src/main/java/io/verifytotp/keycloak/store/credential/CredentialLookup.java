package io.verifytotp.keycloak.store.credential;

import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.store.transaction.Transactions.Unit;
import java.util.function.BiFunction;

/** Credentials of users as their storage has them now, whatever a cache says. */
public interface CredentialLookup {
    /** Asks whether that Entity has that factor. */
    interface Question {
        boolean has(EntityKey owner, FactorId factor);
    }

    /** Runs work in one transaction in which that can be asked. */
    <T> T call(BiFunction<Unit, Question, T> work);
}
