package io.verifytotp.keycloak.domain;

import java.util.Optional;

/** The recorded challenges of Entities, for reading. They are written by the {@link FactorLedger}. */
public interface Challenges {
    /** That challenge, if it is one of this Entity's. */
    Optional<Challenge> find(EntityKey owner, ChallengeId id);
}
