package io.verifytotp.keycloak.domain.challenge;

import java.util.Objects;
import java.util.Optional;

/**
 * What a caller of the API attaches to a challenge: texts of the caller's, kept and handed back, never looked at.
 *
 * @param details what the user is asked to confirm, as JSON
 * @param hiddenDetails what the user is not shown, as JSON
 * @param metadata attached with an answer, as JSON
 */
public record ChallengeContents(Optional<String> details, Optional<String> hiddenDetails, Optional<String> metadata) {
    public static final ChallengeContents NONE =
            new ChallengeContents(Optional.empty(), Optional.empty(), Optional.empty());

    public ChallengeContents {
        Objects.requireNonNull(details, "details");
        Objects.requireNonNull(hiddenDetails, "hiddenDetails");
        Objects.requireNonNull(metadata, "metadata");
    }

    public ChallengeContents annotated(String other) {
        return new ChallengeContents(details, hiddenDetails, Optional.of(other));
    }
}
