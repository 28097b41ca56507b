package io.verifytotp.keycloak.domain.challenge;

import io.verifytotp.keycloak.domain.id.ChallengeId;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import java.time.Instant;
import java.util.Optional;

/**
 * A verification of an Entity with a Factor: several attempts, one outcome.
 *
 * @param client client id of the OIDC client through which the user came to the page that took the code; empty for
 *     codes that came over the API
 * @param status as stored; {@link #statusAt} also considers the time
 * @param wrongAnswers number of wrong codes; if not read from the store, the number that its page knows
 * @param updatedAt when it was last answered or annotated, or else when it was opened
 * @param respondedAt when a right code approved it
 * @param recorded whether it is in the store; that of a login is stored with its first evaluated answer, in the same
 *     transaction
 * @param ofPage whether a page asks for the answer, and takes one only: the store has to have as many wrong answers as
 *     the page knows
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
        boolean recorded,
        boolean ofPage) {
    /** Returns a new challenge, which is not in the store. */
    public static Challenge opened(
            EntityKey owner,
            FactorId factor,
            Optional<String> client,
            ChallengeContents contents,
            Instant now,
            Instant expiresAt) {
        return unanswered(
                owner,
                new CodePrompt(factor, ChallengeId.at(now), 0, Optional.empty(), client),
                contents,
                now,
                expiresAt,
                false);
    }

    /** Returns a new challenge that takes the place of this one, which is closed. */
    public Challenge following(Instant now) {
        return opened(owner, factor, client, contents, now, expiresAt);
    }

    /**
     * Returns the challenge of a page, as the page knows it. A first wrong answer has stored it; if the page does not know
     * when, it was long ago.
     */
    public static Challenge shown(EntityKey owner, CodePrompt prompt, Instant now, Instant expiresAt) {
        Instant createdAt = prompt.wrongAnswers() == 0 ? now : prompt.openedAt().orElse(Instant.EPOCH);
        return unanswered(owner, prompt, ChallengeContents.NONE, createdAt, expiresAt, true);
    }

    /** Returns this stored challenge as a page knows it that its user confirms it on. */
    public Challenge shownOn(CodePrompt prompt) {
        return new Challenge(
                id,
                owner,
                factor,
                prompt.client(),
                contents,
                status,
                prompt.wrongAnswers(),
                createdAt,
                updatedAt,
                expiresAt,
                respondedAt,
                recorded,
                true);
    }

    private static Challenge unanswered(
            EntityKey owner,
            CodePrompt prompt,
            ChallengeContents contents,
            Instant now,
            Instant expiresAt,
            boolean ofPage) {
        return new Challenge(
                prompt.challenge(),
                owner,
                prompt.factor(),
                prompt.client(),
                contents,
                ChallengeStatus.PENDING,
                prompt.wrongAnswers(),
                now,
                now,
                expiresAt,
                Optional.empty(),
                prompt.wrongAnswers() > 0,
                ofPage);
    }

    /** Returns the status at that time: EXPIRED for a pending challenge that has reached its end. */
    public ChallengeStatus statusAt(Instant now) {
        return status == ChallengeStatus.PENDING && !now.isBefore(expiresAt) ? ChallengeStatus.EXPIRED : status;
    }

    /** Returns whether a code may answer it. The store's statement checks the same again. */
    public boolean isOpenAt(Instant now, int attempts) {
        return statusAt(now) == ChallengeStatus.PENDING && wrongAnswers < attempts;
    }

    /** Returns the challenge as the store has it after an attempt with that verdict. */
    public Challenge after(Verdict verdict, Instant now) {
        return switch (verdict.kind()) {
            case APPROVED -> changed(ChallengeStatus.APPROVED, wrongAnswers, now, Optional.of(now));
            case COUNTED -> changed(ChallengeStatus.PENDING, wrongAnswers + 1, now, respondedAt);
            case NOT_COUNTED, OUTAGE -> this;
        };
    }

    /** Returns the same challenge as the store has it. */
    public Challenge asRecorded() {
        return changed(status, wrongAnswers, updatedAt, respondedAt);
    }

    private Challenge changed(ChallengeStatus now, int wrong, Instant at, Optional<Instant> responded) {
        return new Challenge(
                id, owner, factor, client, contents, now, wrong, createdAt, at, expiresAt, responded, true, false);
    }
}
