package io.verifytotp.keycloak.domain.challenge;

import io.verifytotp.keycloak.domain.id.ChallengeId;
import io.verifytotp.keycloak.domain.id.FactorId;
import java.util.Objects;
import java.util.Optional;

/**
 * A page that asks a user for a code. All answers to one page are answers to one challenge, so that a second post of the
 * same form can be told from a used code that is tried again elsewhere, and from a second guess.
 *
 * @param factor the factor that is to be verified
 * @param challenge fixed when the page is shown; it gets into the store with the first evaluated answer
 * @param wrongAnswers how many wrong answers the challenge had when the page was shown
 * @param client client id of the application on whose behalf the user is asked, if any
 */
public record CodePrompt(FactorId factor, ChallengeId challenge, int wrongAnswers, Optional<String> client) {
    public CodePrompt {
        Objects.requireNonNull(factor, "factor");
        Objects.requireNonNull(challenge, "challenge");
        Objects.requireNonNull(client, "client");
    }
}
