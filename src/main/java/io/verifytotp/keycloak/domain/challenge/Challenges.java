package io.verifytotp.keycloak.domain.challenge;

import io.verifytotp.keycloak.domain.id.ChallengeId;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.Page;
import io.verifytotp.keycloak.domain.id.PageRequest;
import io.verifytotp.keycloak.totp.TimeStep;
import java.time.Instant;
import java.util.Optional;

/** The recorded challenges of Entities. Their answers are written by the {@link FactorLedger}. */
public interface Challenges {
    /** That challenge, if it is one of this Entity's. */
    Optional<Challenge> find(EntityKey owner, ChallengeId id);

    /** The Entity's challenges in the order in which they were opened. */
    Page<Challenge> page(EntityKey owner, ChallengeFilter filter, PageRequest request, Instant now);

    /** Whether that challenge was approved by a code of that step, and has not expired yet. */
    boolean isApprovedBy(Challenge challenge, TimeStep step, Instant now);

    /** Attaches metadata, as JSON, and has committed when it returns. False if there is no such challenge. */
    boolean annotate(EntityKey owner, ChallengeId id, String metadata, Instant now);
}
