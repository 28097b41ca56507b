package io.verifytotp.keycloak.login.stepup;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The login of a browser's request, found as Keycloak finds it. */
final class CurrentLogin {
    private CurrentLogin() {}

    /**
     * Finds the login by the cookie, and by the client and the tab in the query. The query's {@code auth_session_id} is
     * not needed: Keycloak takes the login that it names only if the cookie names the same one.
     */
    static Optional<AuthenticationSessionModel> of(KeycloakSession keycloak, MultivaluedMap<String, String> query) {
        RealmModel realm = keycloak.getContext().getRealm();
        String clientId = query.getFirst(Constants.CLIENT_ID);
        ClientModel client = realm == null || clientId == null ? null : realm.getClientByClientId(clientId);
        return client == null
                ? Optional.empty()
                : Optional.ofNullable(new AuthenticationSessionManager(keycloak)
                        .getCurrentAuthenticationSession(realm, client, query.getFirst(Constants.TAB_ID)));
    }
}
