package io.verifytotp.keycloak.login.code;

import jakarta.ws.rs.core.Response;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Keycloak's page of the required action that is next in a login. */
public final class RequiredActionPage {
    private RequiredActionPage() {}

    /** Sends the browser there: Keycloak evaluates triggers again and shows what is next then. */
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
