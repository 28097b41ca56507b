package io.verifytotp.keycloak.login;

import io.verifytotp.keycloak.domain.ChallengeOutcome;
import io.verifytotp.keycloak.domain.FactorId;
import org.keycloak.events.EventBuilder;

/** Puts ids and reasons into Keycloak's events; operators see the true reason here, whatever the page says. */
final class EventDetails {
    private static final String FACTOR = "verify_totp_factor";
    private static final String CHALLENGE = "verify_totp_challenge";
    private static final String REASON = "verify_totp_reason";

    private EventDetails() {}

    static EventBuilder factor(EventBuilder event, FactorId factor) {
        return event.detail(FACTOR, factor.publicId());
    }

    static EventBuilder challenge(EventBuilder event, ChallengeOutcome outcome) {
        factor(event, outcome.challenge().factor());
        return outcome.recorded()
                ? event.detail(CHALLENGE, outcome.challenge().id().publicId())
                : event;
    }

    static EventBuilder reason(EventBuilder event, String reason) {
        return event.detail(REASON, reason);
    }
}
