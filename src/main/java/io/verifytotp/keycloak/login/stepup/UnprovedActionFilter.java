package io.verifytotp.keycloak.login.stepup;

import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.login.code.CodeMessages;
import io.verifytotp.keycloak.login.code.RequiredActionPage;
import io.verifytotp.keycloak.login.proof.ProofRule;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.services.ErrorPage;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * Refuses the form of an action that {@link ProofRule} covers if the login lacks the proof. Normally {@link ProveAction}
 * has asked for it before. This filter also holds if an administrator has disabled that action or ordered it behind
 * others, and if an action was added after its trigger. JAX-RS runs this filter for every request of the server, so it
 * checks the path first.
 */
@Provider
public final class UnprovedActionFilter implements ContainerRequestFilter {
    private static final Logger LOG = Logger.getLogger(UnprovedActionFilter.class);

    private static final Pattern PATH = Pattern.compile("/?realms/[^/]+/login-actions/required-action/?");

    @Override
    public void filter(ContainerRequestContext request) {
        if (!PATH.matcher(request.getUriInfo().getPath()).matches()) {
            return;
        }
        MultivaluedMap<String, String> query = request.getUriInfo().getQueryParameters();
        List<String> actions = query.getOrDefault(Constants.EXECUTION, List.of());
        // Without a session code Keycloak shows a page and takes no form.
        if (query.containsKey(LoginActionsService.SESSION_CODE)
                && actions.stream().anyMatch(ProofRule::covers)) {
            KeycloakSession keycloak = KeycloakSessionUtil.getKeycloakSession();
            ProofRule rule = new ProofRule(keycloak);
            CurrentLogin.of(keycloak, query)
                    .filter(login -> login.getAuthenticatedUser() != null) // Keycloak refuses before the first step
                    .filter(login -> actions.stream()
                            .filter(ProofRule::covers)
                            .anyMatch(action -> rule.lacksProof(login, action)))
                    .ifPresent(login -> request.abortWith(refuse(keycloak, rule, login, actions)));
        }
    }

    private static Response refuse(
            KeycloakSession keycloak, ProofRule rule, AuthenticationSessionModel login, List<String> actions) {
        Map<String, String> details = Map.of(Details.CUSTOM_REQUIRED_ACTION, actions.get(0));
        rule.report(EventType.CUSTOM_REQUIRED_ACTION, login.getClient(), login.getAuthenticatedUser(), details);
        RealmModel realm = keycloak.getContext().getRealm();
        RequiredActionProviderModel prove = realm.getRequiredActionProviderByAlias(Identifiers.PROVE_ACTION);
        if (prove != null && prove.isEnabled()) {
            return RequiredActionPage.redirect(keycloak, login);
        }
        LOG.warnf(
                "Realm %s: a user with a factor could not do %s. Switch the required action %s on",
                realm.getId(), actions, Identifiers.PROVE_ACTION);
        return ErrorPage.error(keycloak, login, Response.Status.FORBIDDEN, CodeMessages.PROOF_REQUIRED);
    }
}
