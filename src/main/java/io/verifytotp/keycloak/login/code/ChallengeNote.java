package io.verifytotp.keycloak.login.code;

import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.CodePrompt;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.id.ChallengeId;
import io.verifytotp.keycloak.domain.id.FactorId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Remembers the challenges of one page, one for each factor that it offers, and how many wrong answers each had. They
 * are fixed when the page is shown, so that two posts of it answer the same challenge and only one of them counts.
 */
final class ChallengeNote {
    private static final String NAME = "verify-totp.challenge.";
    private static final String WRONG_ANSWERS = "verify-totp.wrong-answers.";
    private static final String OPENED_AT = "verify-totp.opened-at.";

    private final AuthenticationSessionModel authentication;
    private final String place;
    private final Clock clock;

    ChallengeNote(AuthenticationSessionModel authentication, String place, Clock clock) {
        this.authentication = authentication;
        this.place = place;
        this.clock = clock;
    }

    void prepare(List<Factor> factors) {
        factors.forEach(factor -> of(factor.id()));
    }

    CodePrompt prompt(FactorId factor, Optional<String> client) {
        return new CodePrompt(factor, of(factor), wrongAnswers(factor), openedAt(factor), client);
    }

    /** Returns the challenge for that factor; a new one if no page was shown, as in a direct grant. */
    private ChallengeId of(FactorId factor) {
        return ChallengeId.parse(authentication.getAuthNote(name(NAME, factor))).orElseGet(() -> {
            ChallengeId fresh = ChallengeId.at(clock.instant());
            remember(factor, fresh, 0);
            return fresh;
        });
    }

    private Optional<Instant> openedAt(FactorId factor) {
        return Optional.ofNullable(authentication.getAuthNote(name(OPENED_AT, factor)))
                .map(Long::parseLong)
                .map(Instant::ofEpochMilli);
    }

    private int wrongAnswers(FactorId factor) {
        String note = authentication.getAuthNote(name(WRONG_ANSWERS, factor));
        return note == null ? 0 : Integer.parseInt(note);
    }

    void remember(Challenge challenge) {
        remember(challenge.factor(), challenge.id(), challenge.wrongAnswers());
        authentication.setAuthNote(
                name(OPENED_AT, challenge.factor()),
                Long.toString(challenge.createdAt().toEpochMilli()));
    }

    private void remember(FactorId factor, ChallengeId id, int wrongAnswers) {
        authentication.setAuthNote(name(NAME, factor), id.publicId());
        authentication.setAuthNote(name(WRONG_ANSWERS, factor), Integer.toString(wrongAnswers));
    }

    void forget(List<Factor> factors) {
        for (Factor factor : factors) {
            authentication.removeAuthNote(name(NAME, factor.id()));
            authentication.removeAuthNote(name(WRONG_ANSWERS, factor.id()));
            authentication.removeAuthNote(name(OPENED_AT, factor.id()));
        }
    }

    private String name(String note, FactorId factor) {
        return note + place + '.' + factor.publicId();
    }
}
