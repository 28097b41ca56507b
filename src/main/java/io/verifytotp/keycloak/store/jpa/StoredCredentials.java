package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.EntityKey;
import io.verifytotp.keycloak.domain.FactorId;
import io.verifytotp.keycloak.store.jpa.Transactions.Unit;
import java.util.function.BiFunction;

/** Credentials of users as their storage has them now, whatever a cache says. */
interface StoredCredentials {
    /** Asks whether that Entity has that factor. */
    interface Question {
        boolean has(EntityKey owner, FactorId factor);
    }

    /** Runs work in one transaction in which that can be asked. */
    <T> T call(BiFunction<Unit, Question, T> work);
}
