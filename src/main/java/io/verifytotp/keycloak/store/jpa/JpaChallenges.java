package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.Challenge;
import io.verifytotp.keycloak.domain.ChallengeId;
import io.verifytotp.keycloak.domain.Challenges;
import io.verifytotp.keycloak.domain.EntityKey;
import java.util.Optional;

/** Recorded challenges, read in a transaction of its own so that the request keeps no connection. */
public final class JpaChallenges implements Challenges {
    private final Transactions transactions;

    public JpaChallenges(OwnTransaction transactions) {
        this((Transactions) transactions);
    }

    JpaChallenges(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Optional<Challenge> find(EntityKey owner, ChallengeId id) {
        return transactions.call(unit -> Optional.ofNullable(
                        unit.em().find(ChallengeRow.class, id.value().toString()))
                .filter(row -> row.belongsTo(owner))
                .map(row -> row.toChallenge(owner)));
    }
}
