package io.verifytotp.keycloak.login.code;

import jakarta.ws.rs.core.Response;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.events.Errors;
import org.keycloak.services.messages.Messages;

/** Ends what a user has begun who was deleted while a page was open: Keycloak has the form answered without a user. */
public final class RemovedUser {
    private RemovedUser() {}

    /** Whether there is no user any more; then the answer is Keycloak's error page. */
    public static boolean isRefused(RequiredActionContext context) {
        if (context.getUser() != null) {
            return false;
        }
        context.getEvent().clone().error(Errors.USER_NOT_FOUND);
        context.challenge(context.form().setError(Messages.INVALID_USER).createErrorPage(Response.Status.BAD_REQUEST));
        return true;
    }

    /** The same for an execution of a flow. */
    public static boolean isRefused(AuthenticationFlowContext context) {
        if (context.getUser() != null) {
            return false;
        }
        context.failure(AuthenticationFlowError.INVALID_USER); // Keycloak has its event and page for it
        return true;
    }
}
