package io.verifytotp.keycloak.login.stepup;

import io.verifytotp.keycloak.login.code.CodeMessages;
import io.verifytotp.keycloak.login.proof.ProofRule;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.FederatedIdentityModel.FederatedIdentityCreatedEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.services.ErrorPageException;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Refuses to link an identity provider to a user with a factor in a login that has not proved one: the owner of the
 * account at the provider could log in with it from then on. This holds for the first login by a provider, for the
 * action {@code idp_link} and for links that applications ask for. Administrators and imports link outside of logins.
 */
public final class IdentityLinkGuard {
    /** Throws to undo the link: Keycloak publishes the event within the transaction that writes it. */
    public void onEvent(ProviderEvent event) {
        if (event instanceof FederatedIdentityCreatedEvent created) {
            KeycloakSession keycloak = created.getKeycloakSession();
            AuthenticationSessionModel login = keycloak.getContext().getAuthenticationSession();
            ProofRule rule = new ProofRule(keycloak);
            if (login != null && isOf(login, created.getUser()) && rule.lacksProof(login)) {
                String provider = created.getFederatedIdentity().getIdentityProvider();
                rule.report(
                        EventType.FEDERATED_IDENTITY_LINK,
                        login.getClient(),
                        created.getUser(),
                        Map.of(Details.IDENTITY_PROVIDER, provider));
                throw new ErrorPageException(keycloak, login, Response.Status.FORBIDDEN, CodeMessages.PROOF_REQUIRED);
            }
        }
    }

    /** Returns false while the login has no user: then a provider renews the id of an existing link. */
    private static boolean isOf(AuthenticationSessionModel login, UserModel user) {
        return login.getAuthenticatedUser() != null
                && login.getAuthenticatedUser().getId().equals(user.getId());
    }
}
