package io.verifytotp.keycloak.store.credential;

import io.verifytotp.keycloak.store.transaction.OwnTransaction;
import io.verifytotp.keycloak.store.transaction.Transactions.Unit;
import java.util.function.BiFunction;

/**
 * Looks up credentials in a session of its own. Reads Keycloak's tables of credentials, both that of its own users and
 * that of federated users. A user storage with a credential manager of its own is asked itself; if it fails, so does the
 * look-up.
 */
public final class UncachedCredentialLookup implements CredentialLookup {
    private final OwnTransaction transactions;

    public UncachedCredentialLookup(OwnTransaction transactions) {
        this.transactions = transactions;
    }

    @Override
    public <T> T call(BiFunction<Unit, Stored, T> work) {
        return transactions.callInSession(
                (session, unit) -> work.apply(unit, (owner, factor) -> UserCredentials.of(session, owner)
                        .filter(credentials -> credentials.has(factor))
                        .isPresent()));
    }
}
