package io.verifytotp.keycloak.store.credential;

import io.verifytotp.keycloak.store.transaction.OwnTransaction;
import io.verifytotp.keycloak.store.transaction.Transactions.Unit;
import java.util.function.BiFunction;

/**
 * Asks the user's credential manager in a session of its own, behind Keycloak's cache of users: that reads Keycloak's
 * tables, those of its own users and those beside a federation. A user storage with a credential manager of its own is
 * asked itself; where it does not answer, there is no answer.
 */
public record UncachedCredentialLookup(OwnTransaction transactions) implements CredentialLookup {
    @Override
    public <T> T call(BiFunction<Unit, Question, T> work) {
        return transactions.callInSession(
                (session, unit) -> work.apply(unit, (owner, factor) -> UserCredentials.of(session, owner)
                        .filter(owned -> owned.hold(factor))
                        .isPresent()));
    }
}
