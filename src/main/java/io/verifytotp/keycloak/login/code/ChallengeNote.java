package io.verifytotp.keycloak.login.code;

import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.CodePrompt;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.id.ChallengeId;
import io.verifytotp.keycloak.domain.id.FactorId;
import java.util.List;
import java.util.Optional;

/**
 * Remembers the challenges of one page, one for each factor that it offers, and how many wrong answers each had. They
 * are fixed when the page is shown, so that two posts of it answer the same challenge, and only one of them counts.
 */
record ChallengeNote(VerificationContext verification) {
    private static final String NAME = "verify-totp.challenge.";
    private static final String WRONG_ANSWERS = "verify-totp.wrong-answers.";

    /** Sees to it that a page with these factors has its challenges. */
    void fix(List<Factor> factors) {
        factors.forEach(factor -> of(factor.id()));
    }

    /** The page as it asks for a code of that factor. */
    CodePrompt prompt(FactorId factor, Optional<String> client) {
        return new CodePrompt(factor, of(factor), wrongAnswers(factor), client);
    }

    /** The challenge for that factor; a new one where no page has been shown, as in a direct grant. */
    private ChallengeId of(FactorId factor) {
        return ChallengeId.parse(verification.authentication().getAuthNote(name(NAME, factor)))
                .orElseGet(() -> {
                    ChallengeId fresh = ChallengeId.random();
                    remember(factor, fresh, 0);
                    return fresh;
                });
    }

    private int wrongAnswers(FactorId factor) {
        String note = verification.authentication().getAuthNote(name(WRONG_ANSWERS, factor));
        return note == null ? 0 : Integer.parseInt(note);
    }

    /** The next page goes on with this challenge. */
    void remember(Challenge challenge) {
        remember(challenge.factor(), challenge.id(), challenge.wrongAnswers());
    }

    private void remember(FactorId factor, ChallengeId id, int wrongAnswers) {
        verification.authentication().setAuthNote(name(NAME, factor), id.publicId());
        verification.authentication().setAuthNote(name(WRONG_ANSWERS, factor), Integer.toString(wrongAnswers));
    }

    /** The page has done its work; the next one begins with new challenges. */
    void forget(List<Factor> factors) {
        for (Factor factor : factors) {
            verification.authentication().removeAuthNote(name(NAME, factor.id()));
            verification.authentication().removeAuthNote(name(WRONG_ANSWERS, factor.id()));
        }
    }

    private String name(String note, FactorId factor) {
        return note + verification.place() + '.' + factor.publicId();
    }
}
