package io.verifytotp.keycloak.domain.challenge;

import io.verifytotp.keycloak.domain.id.ChallengeId;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.Page;
import io.verifytotp.keycloak.domain.id.PageRequest;
import io.verifytotp.keycloak.totp.TimeStep;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Stored challenges of Entities. The {@link FactorLedger} writes their answers. */
public interface Challenges {
    /** Returns a challenge; empty if it is not one of this Entity's. */
    Optional<Challenge> find(EntityKey owner, ChallengeId id);

    /** Returns a challenge of a user; empty if it is not one of these Entities'. */
    Optional<Challenge> find(List<EntityKey> owners, ChallengeId id);

    /** Returns challenges of the Entity, ordered by the time at which they were opened. */
    Page<Challenge> page(EntityKey owner, ChallengeFilter filter, PageRequest request, Instant now);

    /** Returns whether a code of that step approved the challenge, which has not expired yet. */
    boolean isApprovedBy(Challenge challenge, TimeStep step, Instant now);

    /** Attaches JSON metadata, and has committed when it returns. Returns false if there is no such challenge. */
    boolean annotate(EntityKey owner, ChallengeId id, String metadata, Instant now);

    /** Denies a challenge, and has committed when it returns. Returns false if it is not pending. */
    boolean deny(EntityKey owner, ChallengeId id, Instant now);
}
