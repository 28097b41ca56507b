package io.verifytotp.keycloak.login;

import io.verifytotp.keycloak.domain.ChallengeId;
import io.verifytotp.keycloak.domain.Factor;
import io.verifytotp.keycloak.domain.FactorId;
import java.util.List;

/**
 * Remembers the challenges of one page, one for each factor that it offers. They are fixed when the page is shown, so
 * that two posts of it answer the same challenge.
 */
record ChallengeNote(Occasion occasion) {
    private static final String NAME = "verify-totp.challenge.";

    /** Sees to it that a page with these factors has its challenges. */
    void fix(List<Factor> factors) {
        factors.forEach(factor -> of(factor.id()));
    }

    /** The challenge for that factor; a new one where no page has been shown, as in a direct grant. */
    ChallengeId of(FactorId factor) {
        return ChallengeId.parse(occasion.authentication().getAuthNote(name(factor)))
                .orElseGet(() -> {
                    ChallengeId fresh = ChallengeId.random();
                    remember(factor, fresh);
                    return fresh;
                });
    }

    /** That the page goes on with this challenge. */
    void remember(FactorId factor, ChallengeId id) {
        occasion.authentication().setAuthNote(name(factor), id.publicId());
    }

    /** The page has done its work; the next one begins with new challenges. */
    void forget(List<Factor> factors) {
        factors.forEach(factor -> occasion.authentication().removeAuthNote(name(factor.id())));
    }

    private String name(FactorId factor) {
        return NAME + occasion.place() + '.' + factor.publicId();
    }
}
