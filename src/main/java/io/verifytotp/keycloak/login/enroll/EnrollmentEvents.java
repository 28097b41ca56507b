package io.verifytotp.keycloak.login.enroll;

import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.spi.EventDetails;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;

/** Events of one request to enroll. */
final class EnrollmentEvents {
    private EnrollmentEvents() {}

    /** Returns the request's event, which is about the credential from now on. */
    static EventBuilder ofRequest(RequiredActionContext context) {
        return context.getEvent()
                .event(EventType.UPDATE_CREDENTIAL)
                .detail(Details.CREDENTIAL_TYPE, Identifiers.CREDENTIAL_TYPE);
    }

    /** Reports a refusal in a copy, because Keycloak reports the end of the login in the request's event. */
    static void refuse(RequiredActionContext context, String reason) {
        EventBuilder event = ofRequest(context).clone().user(context.getUser());
        EventDetails.reason(event, reason).error(Errors.INVALID_USER_CREDENTIALS);
    }
}
