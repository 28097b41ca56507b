package io.verifytotp.keycloak.login.code;

import jakarta.ws.rs.core.Response;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.events.Errors;
import org.keycloak.services.messages.Messages;

/** Refuses the form of a user who was deleted while the page was open: Keycloak calls us without a user then. */
public final class RemovedUser {
    private RemovedUser() {}

    /** Returns whether the user is gone; then Keycloak's error page has been shown. */
    public static boolean isRefused(RequiredActionContext context) {
        if (context.getUser() != null) {
            return false;
        }
        context.getEvent().clone().error(Errors.USER_NOT_FOUND);
        context.challenge(context.form().setError(Messages.INVALID_USER).createErrorPage(Response.Status.BAD_REQUEST));
        return true;
    }

    public static boolean isRefused(AuthenticationFlowContext context) {
        if (context.getUser() != null) {
            return false;
        }
        context.failure(AuthenticationFlowError.INVALID_USER); // Keycloak writes the event and shows its page
        return true;
    }
}
