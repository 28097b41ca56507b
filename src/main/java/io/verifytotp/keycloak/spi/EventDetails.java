package io.verifytotp.keycloak.spi;

import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.ChallengeOutcome;
import io.verifytotp.keycloak.domain.challenge.Lockout;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.domain.service.Service;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;

/** Adds ids and reasons to Keycloak's events. Operators see the true reason here, even if the page hides it. */
public final class EventDetails {
    /** Value of {@code custom_required_action} in events about codes that are verified outside a login. */
    public static final String VERIFYING = "verify-totp-challenge";

    private static final String FACTOR = "verify_totp_factor";
    private static final String CHALLENGE = "verify_totp_challenge";
    private static final String SERVICE = "verify_totp_service";
    private static final String REASON = "verify_totp_reason";
    private static final String VOUCHED_BY = "verify_totp_vouched_by";

    private EventDetails() {}

    public static EventBuilder factor(EventBuilder event, FactorId factor) {
        return event.detail(FACTOR, factor.publicId());
    }

    /** Adds the Service that a login uses; nothing for the realm's default Service. */
    public static EventBuilder service(EventBuilder event, Service service) {
        boolean isDefault = service.id().equals(ServiceId.defaultOf(service.realm()));
        return isDefault ? event : event.detail(SERVICE, service.id().publicId());
    }

    public static EventBuilder challenge(EventBuilder event, ChallengeOutcome outcome) {
        factor(event, outcome.challenge().factor());
        return outcome.recorded()
                ? event.detail(CHALLENGE, outcome.challenge().id().publicId())
                : event;
    }

    /** Adds the ids of a challenge that its user has declined. */
    public static EventBuilder declined(EventBuilder event, Challenge challenge) {
        factor(event, challenge.factor()).detail(CHALLENGE, challenge.id().publicId());
        return reason(event, "declined");
    }

    /** Sends a second event, besides that of the answer, if the answer has locked or disabled the factor. */
    public static void lockout(EventBuilder answer, ChallengeOutcome outcome) {
        outcome.result().lockout().ifPresent(lockout -> {
            EventType type = lockout == Lockout.DISABLED
                    ? EventType.USER_DISABLED_BY_PERMANENT_LOCKOUT
                    : EventType.USER_DISABLED_BY_TEMPORARY_LOCKOUT;
            EventBuilder event =
                    answer.clone().event(type).user(outcome.challenge().owner().identity());
            reason(event, "factor_" + lockout.reason()).success();
        });
    }

    /** Adds the id of the user, person or service account, who says that the factor's owner has its seed. */
    public static EventBuilder vouchedBy(EventBuilder event, String userId) {
        return event.detail(VOUCHED_BY, userId);
    }

    public static EventBuilder reason(EventBuilder event, String reason) {
        return event.detail(REASON, reason);
    }
}
