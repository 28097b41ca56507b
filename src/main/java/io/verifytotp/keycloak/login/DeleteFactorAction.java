package io.verifytotp.keycloak.login;

import io.verifytotp.keycloak.domain.EnrollmentVerdict;
import io.verifytotp.keycloak.domain.Identifiers;
import io.verifytotp.keycloak.spi.EventDetails;
import jakarta.ws.rs.core.Response;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.requiredactions.DeleteCredentialAction;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.Constants;

/**
 * Keycloak's own action for deleting a credential, which stands in its place: a factor is deleted only by a session that
 * has proved one. Otherwise a session without a code could delete the factor and then enroll a new one. For all other
 * credentials it is Keycloak's.
 */
public final class DeleteFactorAction extends DeleteCredentialAction {
    /** Above Keycloak's own, which has the same id. */
    private static final int ORDER = 10;

    @Override
    public int order() {
        return ORDER;
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        if (mayGoOn(context)) {
            super.requiredActionChallenge(context);
        }
    }

    @Override
    public void processAction(RequiredActionContext context) {
        if (mayGoOn(context)) {
            super.processAction(context);
        }
    }

    private static boolean mayGoOn(RequiredActionContext context) {
        String credential = context.getAuthenticationSession().getClientNote(Constants.KC_ACTION_PARAMETER);
        if (credential == null
                || !ProvedFactor.isFactor(context.getUser(), credential)
                || ProvedFactor.isCurrent(context)) {
            return true;
        }
        EventBuilder event = context.getEvent()
                .clone()
                .event(EventType.REMOVE_CREDENTIAL)
                .user(context.getUser())
                .detail(Details.CREDENTIAL_TYPE, Identifiers.CREDENTIAL_TYPE);
        EventDetails.reason(event, EnrollmentVerdict.PROOF_NEEDED.reason()).error(Errors.NOT_ALLOWED);
        context.challenge(
                context.form().setError(Refusal.PROOF_NEEDED_TO_CHANGE).createErrorPage(Response.Status.FORBIDDEN));
        return false;
    }
}
