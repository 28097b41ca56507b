package io.verifytotp.keycloak.rest.resource;

import io.verifytotp.keycloak.domain.challenge.ChallengeOutcome;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentOutcome;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentVerdict;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.rest.http.ApiPath;
import io.verifytotp.keycloak.spi.EventDetails;
import java.util.Map;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resources.admin.AdminEventBuilder;

/** Keycloak's events of a call: of what was changed, and of every code that was verified or refused. */
record ApiEvents(ApiCall call) {
    static final String SERVICE = "VERIFY_TOTP_SERVICE";
    static final String ENTITY = "VERIFY_TOTP_ENTITY";
    static final String FACTOR = "VERIFY_TOTP_FACTOR";
    static final String CHALLENGE = "VERIFY_TOTP_CHALLENGE";

    /**
     * Somebody changed something over the API. Ids only: names, details and metadata are the caller's, and a seed is
     * nobody's.
     *
     * @param url address of what was changed
     */
    void changed(OperationType operation, String type, String url, String sid) {
        String path = ApiPath.API + "/v2" + url.substring(call.links().root().length());
        new AdminEventBuilder(
                        call.realm(),
                        call.caller().asAdmin(),
                        session(),
                        session().getContext().getConnection())
                .operation(operation)
                .resource(type)
                .resourcePath(path)
                .representation(Map.of("sid", sid))
                .success();
    }

    void answered(ChallengeOutcome outcome) {
        EventBuilder event = event(
                        EventType.CUSTOM_REQUIRED_ACTION,
                        outcome.challenge().owner().identity())
                .detail(Details.CUSTOM_REQUIRED_ACTION, EventDetails.VERIFYING);
        EventDetails.challenge(event, outcome);
        EventDetails.lockout(event, outcome);
        end(event, outcome.verdict() == Verdict.APPROVED, outcome.verdict().reason());
    }

    void enrolled(EnrollmentOutcome outcome) {
        EventBuilder event =
                credentialEvent(EventType.UPDATE_CREDENTIAL, outcome.owner().identity(), outcome.factor());
        end(event, outcome.verdict() == EnrollmentVerdict.VERIFIED, outcome.reason());
    }

    void removed(String identity, FactorId factor) {
        credentialEvent(EventType.REMOVE_CREDENTIAL, identity, factor).success();
    }

    private EventBuilder credentialEvent(EventType type, String identity, FactorId factor) {
        return EventDetails.factor(event(type, identity), factor)
                .detail(Details.CREDENTIAL_TYPE, Identifiers.CREDENTIAL_TYPE);
    }

    private EventBuilder event(EventType type, String identity) {
        return new EventBuilder(call.realm(), session(), session().getContext().getConnection())
                .event(type)
                .client(call.caller().client())
                .user(identity);
    }

    private static void end(EventBuilder event, boolean success, String reason) {
        if (success) {
            event.success();
        } else {
            EventDetails.reason(event, reason).error(Errors.INVALID_USER_CREDENTIALS);
        }
    }

    private KeycloakSession session() {
        return call.session();
    }
}
