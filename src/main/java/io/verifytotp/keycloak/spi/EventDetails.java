package io.verifytotp.keycloak.spi;

import io.verifytotp.keycloak.domain.ChallengeOutcome;
import io.verifytotp.keycloak.domain.FactorId;
import org.keycloak.events.EventBuilder;

/** Puts ids and reasons into Keycloak's events; operators see the true reason here, whatever the page says. */
public final class EventDetails {
    private static final String FACTOR = "verify_totp_factor";
    private static final String CHALLENGE = "verify_totp_challenge";
    private static final String REASON = "verify_totp_reason";

    private EventDetails() {}

    public static EventBuilder factor(EventBuilder event, FactorId factor) {
        return event.detail(FACTOR, factor.publicId());
    }

    public static EventBuilder challenge(EventBuilder event, ChallengeOutcome outcome) {
        factor(event, outcome.challenge().factor());
        return outcome.recorded()
                ? event.detail(CHALLENGE, outcome.challenge().id().publicId())
                : event;
    }

    public static EventBuilder reason(EventBuilder event, String reason) {
        return event.detail(REASON, reason);
    }
}
