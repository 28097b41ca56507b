package io.verifytotp.keycloak.login.code;

import jakarta.ws.rs.core.Response;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Keycloak's page for the next required action of a login. */
public final class RequiredActionPage {
    private RequiredActionPage() {}

    /** Redirects the browser to it. Keycloak evaluates the triggers again before it chooses the action. */
    public static Response redirect(KeycloakSession keycloak, AuthenticationSessionModel login) {
        return Response.seeOther(LoginActionsService.requiredActionProcessor(
                                keycloak.getContext().getUri())
                        .queryParam(Constants.CLIENT_ID, login.getClient().getClientId())
                        .queryParam(Constants.TAB_ID, login.getTabId())
                        .queryParam(Constants.CLIENT_DATA, AuthenticationProcessor.getClientData(keycloak, login))
                        .build(login.getRealm().getName()))
                .build();
    }
}
