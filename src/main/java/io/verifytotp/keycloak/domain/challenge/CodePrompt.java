package io.verifytotp.keycloak.domain.challenge;

import io.verifytotp.keycloak.domain.id.ChallengeId;
import io.verifytotp.keycloak.domain.id.FactorId;
import java.time.Instant;
import java.util.Optional;

/**
 * A page that asks a user for a code. All answers to one page belong to one challenge. This distinguishes a second post
 * of the same form from a used code that is tried elsewhere, and from a second guess.
 *
 * @param factor the factor to verify
 * @param challenge id that is fixed when the page is shown; the challenge is stored with the first evaluated answer
 * @param wrongAnswers number of wrong answers of the challenge when the page was shown
 * @param openedAt when a first wrong answer stored the challenge; empty if there was none, or if the page does not know
 * @param client client id of the application that the user logs in to, if any
 */
public record CodePrompt(
        FactorId factor,
        ChallengeId challenge,
        int wrongAnswers,
        Optional<Instant> openedAt,
        Optional<String> client) {}
