package io.verifytotp.keycloak.rest.resource;

import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.ChallengeOutcome;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentOutcome;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentVerdict;
import io.verifytotp.keycloak.domain.factor.OtpDirection;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.rest.access.Caller;
import io.verifytotp.keycloak.rest.http.ApiLinks;
import io.verifytotp.keycloak.setup.change.Change;
import io.verifytotp.keycloak.spi.EventDetails;
import java.util.Map;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resources.admin.AdminEventBuilder;

/**
 * Keycloak's events of a call: admin events of changes, user events of every code that was verified or refused. They
 * hold ids only: names, details and metadata belong to the caller.
 */
final class ApiEvents {
    private static final String SERVICE = "VERIFY_TOTP_SERVICE";
    private static final String ENTITY = "VERIFY_TOTP_ENTITY";
    private static final String FACTOR = "VERIFY_TOTP_FACTOR";
    private static final String CHALLENGE = "VERIFY_TOTP_CHALLENGE";

    private final KeycloakSession session;
    private final Caller caller;
    private final ApiLinks links;

    ApiEvents(KeycloakSession session, Caller caller, ApiLinks links) {
        this.session = session;
        this.caller = caller;
        this.links = links;
    }

    void changed(OperationType operation, ServiceId service) {
        changed(operation, SERVICE, links.service(service), service.publicId());
    }

    void changed(OperationType operation, EntityKey entity) {
        changed(operation, ENTITY, links.entity(entity), entity.id().publicId());
    }

    void changed(OperationType operation, EntityKey owner, FactorId factor) {
        changed(operation, FACTOR, links.factor(owner, factor), factor.publicId());
    }

    void changed(OperationType operation, Challenge challenge) {
        String url = links.challenge(challenge.owner(), challenge.id());
        changed(operation, CHALLENGE, url, challenge.id().publicId());
    }

    /** Writes the event of a change of the realm's configuration. */
    void changed(Change change) {
        AdminEventBuilder event = new AdminEventBuilder(
                        caller.realm(),
                        caller.asAdmin(),
                        session,
                        session.getContext().getConnection())
                .operation(change.operation())
                .resource(change.resource());
        if (!change.path().isEmpty()) {
            event.resourcePath(change.path());
        }
        event.representation(Map.of("change", change.text())).success();
    }

    void resealed(String accountSid) {
        changed(OperationType.ACTION, FACTOR, links.reseal(), accountSid);
    }

    void transferred(OtpDirection direction, Service service) {
        String call = direction == OtpDirection.ADOPT ? "/KeycloakOtp/Adopt" : "/KeycloakOtp/Restore";
        ServiceId id = service.id();
        changed(OperationType.ACTION, FACTOR, links.service(id) + call, id.publicId());
    }

    private void changed(OperationType operation, String type, String url, String sid) {
        new AdminEventBuilder(
                        caller.realm(),
                        caller.asAdmin(),
                        session,
                        session.getContext().getConnection())
                .operation(operation)
                .resource(type)
                .resourcePath(links.belowTheRealm(url))
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

    /** Writes the event of a factor that the caller has vouched for, so that it is verified without a code. */
    void vouched(EntityKey owner, FactorId factor) {
        EventBuilder event = credentialEvent(EventType.UPDATE_CREDENTIAL, owner.identity(), factor);
        EventDetails.vouchedBy(event, caller.user().getId()).success();
    }

    void removed(String identity, FactorId factor) {
        credentialEvent(EventType.REMOVE_CREDENTIAL, identity, factor).success();
    }

    private EventBuilder credentialEvent(EventType type, String identity, FactorId factor) {
        return EventDetails.factor(event(type, identity), factor)
                .detail(Details.CREDENTIAL_TYPE, Identifiers.CREDENTIAL_TYPE);
    }

    private EventBuilder event(EventType type, String identity) {
        return new EventBuilder(caller.realm(), session, session.getContext().getConnection())
                .event(type)
                .client(caller.client())
                .user(identity);
    }

    private static void end(EventBuilder event, boolean success, String reason) {
        if (success) {
            event.success();
        } else {
            EventDetails.reason(event, reason).error(Errors.INVALID_USER_CREDENTIALS);
        }
    }
}
