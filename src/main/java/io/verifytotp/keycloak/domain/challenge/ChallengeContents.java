package io.verifytotp.keycloak.domain.challenge;

import java.util.Optional;

/**
 * Texts that a caller of the API attaches to a challenge, and the client that called. They are stored and returned, and not
 * interpreted.
 *
 * @param openedBy Keycloak's internal id of the client that opened it; unlike its client id, no other client gets it
 * @param details JSON of what the user is asked to confirm
 * @param hiddenDetails JSON that is not shown to the user
 * @param metadata JSON that was attached with an answer
 */
public record ChallengeContents(
        Optional<String> openedBy,
        Optional<String> details,
        Optional<String> hiddenDetails,
        Optional<String> metadata) {
    public static final ChallengeContents NONE =
            new ChallengeContents(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public ChallengeContents annotated(String other) {
        return new ChallengeContents(openedBy, details, hiddenDetails, Optional.of(other));
    }
}
