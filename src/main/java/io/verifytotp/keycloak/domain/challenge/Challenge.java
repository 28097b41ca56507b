package io.verifytotp.keycloak.domain.challenge;

import io.verifytotp.keycloak.domain.id.ChallengeId;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One verification of an Entity with a Factor: several attempts, one outcome.
 *
 * @param client the OIDC client on whose behalf a user logs in, by its client id; empty for challenges of the API
 * @param status as stored; {@link #statusAt} also looks at the time
 * @param wrongAnswers how many wrong codes it was given; where it is not from the store, as many as its page knows of
 * @param updatedAt when it was last answered or annotated, or else when it was opened
 * @param respondedAt when a right code approved it
 * @param recorded whether it is in the store; a login's gets there with its first answer, in the same commit
 */
public record Challenge(
        ChallengeId id,
        EntityKey owner,
        FactorId factor,
        Optional<String> client,
        ChallengeContents contents,
        ChallengeStatus status,
        int wrongAnswers,
        Instant createdAt,
        Instant updatedAt,
        Instant expiresAt,
        Optional<Instant> respondedAt,
        boolean recorded) {
    public Challenge {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(factor, "factor");
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(contents, "contents");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(updatedAt, "updatedAt");
        Objects.requireNonNull(expiresAt, "expiresAt");
        Objects.requireNonNull(respondedAt, "respondedAt");
    }

    /** A new challenge, not in the store yet. */
    public static Challenge opened(
            EntityKey owner,
            FactorId factor,
            Optional<String> client,
            ChallengeContents contents,
            Instant now,
            Instant expiresAt) {
        return opened(ChallengeId.random(), owner, factor, client, contents, now, expiresAt);
    }

    /** The same with an id that is known before the challenge is: that of a page. */
    public static Challenge opened(
            ChallengeId id,
            EntityKey owner,
            FactorId factor,
            Optional<String> client,
            ChallengeContents contents,
            Instant now,
            Instant expiresAt) {
        return new Challenge(
                id,
                owner,
                factor,
                client,
                contents,
                ChallengeStatus.PENDING,
                0,
                now,
                now,
                expiresAt,
                Optional.empty(),
                false);
    }

    /** The challenge of a page, as the page knows it. */
    public static Challenge shown(EntityKey owner, CodePrompt prompt, Instant now, Instant expiresAt) {
        return new Challenge(
                prompt.challenge(),
                owner,
                prompt.factor(),
                prompt.client(),
                ChallengeContents.NONE,
                ChallengeStatus.PENDING,
                prompt.wrongAnswers(),
                now,
                now,
                expiresAt,
                Optional.empty(),
                false);
    }

    /** Where it stands at that time: a pending one whose time is over has expired. */
    public ChallengeStatus statusAt(Instant now) {
        return status == ChallengeStatus.PENDING && !now.isBefore(expiresAt) ? ChallengeStatus.EXPIRED : status;
    }

    /** Whether a code may still answer it. The store asks the same again in the statement that settles. */
    public boolean isOpenAt(Instant now, int attempts) {
        return statusAt(now) == ChallengeStatus.PENDING && wrongAnswers < attempts;
    }

    /** As the store has it after an answer with that verdict. */
    public Challenge after(Verdict verdict, Instant now) {
        return switch (verdict) {
            case APPROVED -> changed(ChallengeStatus.APPROVED, wrongAnswers, now, Optional.of(now));
            case WRONG_CODE -> changed(ChallengeStatus.PENDING, wrongAnswers + 1, now, respondedAt);
            case MALFORMED,
                    ALREADY_USED,
                    LOCKED,
                    DISABLED,
                    CHALLENGE_CLOSED,
                    TOO_MANY_CHALLENGES,
                    UNKNOWN_FACTOR,
                    UNREADABLE_SEED,
                    STORE_UNAVAILABLE -> this;
        };
    }

    /** The same challenge as one that the store has. */
    public Challenge asRecorded() {
        return changed(status, wrongAnswers, updatedAt, respondedAt);
    }

    private Challenge changed(ChallengeStatus now, int wrong, Instant at, Optional<Instant> responded) {
        return new Challenge(
                id, owner, factor, client, contents, now, wrong, createdAt, at, expiresAt, responded, true);
    }
}
