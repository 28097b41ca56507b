package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.factor.SealedSeed;
import io.verifytotp.keycloak.domain.factor.SealedSeeds;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.store.credential.SealedSeedQueries;
import io.verifytotp.keycloak.store.credential.UserCredentials;
import io.verifytotp.keycloak.store.transaction.OwnTransaction;
import java.util.List;
import java.util.Optional;

/** Sealed seeds of verified factors, each change in a transaction of its own. */
public final class JpaSealedSeeds implements SealedSeeds {
    private final OwnTransaction transactions;

    public JpaSealedSeeds(OwnTransaction transactions) {
        this.transactions = transactions;
    }

    @Override
    public List<StoredSeed> notSealedWith(String realm, String current, Optional<FactorId> after, int most) {
        return transactions.call(unit -> new SealedSeedQueries(unit.em()).notSealedWith(realm, current, after, most));
    }

    @Override
    public long countNotSealedWith(String realm, String current) {
        return transactions.call(unit -> new SealedSeedQueries(unit.em()).countNotSealedWith(realm, current));
    }

    @Override
    public boolean replace(StoredSeed before, SealedSeed after) {
        return transactions.callInSession((session, unit) -> {
            // Removals and changes of the credential wait for this lock, and then see the new seed.
            EntityRow.lockWithCredentials(unit.em(), before.owner());
            return UserCredentials.of(session, before.owner())
                    .map(credentials -> credentials.reseal(before.factor(), before.seed(), after))
                    .orElse(false);
        });
    }
}
