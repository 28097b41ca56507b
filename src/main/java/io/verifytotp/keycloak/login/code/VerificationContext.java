package io.verifytotp.keycloak.login.code;

import io.verifytotp.keycloak.spi.EventDetails;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Where a user is asked for a code: by an execution of a flow, or by an action that needs a proof first.
 *
 * @param event tells what became of the code
 * @param place tells the pages of one login from each other: the same authenticator may stand in a flow twice
 */
public record VerificationContext(
        KeycloakSession keycloak,
        UserModel user,
        AuthenticationSessionModel authentication,
        EventBuilder event,
        String place) {

    /** The event is that of the login. */
    public static VerificationContext of(AuthenticationFlowContext context) {
        return new VerificationContext(
                context.getSession(),
                context.getUser(),
                context.getAuthenticationSession(),
                context.getEvent(),
                context.getExecution().getId());
    }

    /** The event is one of its own: that of the request goes on to tell what becomes of the action. */
    public static VerificationContext of(RequiredActionContext context) {
        EventBuilder event = context.getEvent()
                .clone()
                .event(EventType.CUSTOM_REQUIRED_ACTION)
                .detail(Details.CUSTOM_REQUIRED_ACTION, EventDetails.VERIFYING)
                .user(context.getUser());
        return new VerificationContext(
                context.getSession(),
                context.getUser(),
                context.getAuthenticationSession(),
                event,
                context.getAction());
    }
}
