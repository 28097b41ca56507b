package io.verifytotp.keycloak.domain;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One verification of an Entity with a Factor: several attempts, one outcome.
 *
 * @param client the OIDC client on whose behalf it runs, by its client id
 * @param status as stored; {@link #isOpenAt} also looks at the time
 * @param wrongAnswers how many wrong codes it was given
 * @param recorded whether it is in the store; a new one gets there with its first answer, in the same commit
 */
public record Challenge(
        ChallengeId id,
        EntityKey owner,
        FactorId factor,
        Optional<String> client,
        ChallengeStatus status,
        int wrongAnswers,
        Instant createdAt,
        Instant expiresAt,
        boolean recorded) {
    public Challenge {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(factor, "factor");
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(expiresAt, "expiresAt");
    }

    /** Whether a code may still answer it. The store asks the same again in the statement that settles. */
    boolean isOpenAt(Instant now, int attempts) {
        return status == ChallengeStatus.PENDING && now.isBefore(expiresAt) && wrongAnswers < attempts;
    }
}
