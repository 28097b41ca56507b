package io.verifytotp.keycloak.login.stepup;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.authenticators.broker.util.PostBrokerLoginConstants;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.services.resources.IdentityBrokerService;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;
import org.keycloak.sessions.RootAuthenticationSessionModel;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * Takes from a login what its user before has passed, when the login goes to a place where Keycloak may change the user:
 * to an identity provider, to the reset of the password, to the registration. Keycloak (26.7.3) keeps what was passed
 * of the flow after a provider's login, and the names of the credentials that were given, whoever passed and gave them. With
 * an account of one's own that would open, or prove a factor of, another one. JAX-RS runs this for every request of the
 * server, so that it looks at the path first.
 */
@Provider
public final class ChangedUserFilter implements ContainerRequestFilter {
    private static final Pattern LOGIN =
            Pattern.compile("/?realms/[^/]+/login-actions/(authenticate|reset-credentials|registration)/?");
    private static final Pattern BROKER = Pattern.compile("/?realms/[^/]+/broker/([^/]+)/(?:login|endpoint)(?:/.*)?");

    @Override
    public void filter(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        Matcher login = LOGIN.matcher(path);
        Matcher broker = BROKER.matcher(path);
        if (login.matches()) {
            login(request.getUriInfo().getQueryParameters())
                    .ifPresent(session -> leaveProvider(session, login.group(1)));
        } else if (broker.matches()) {
            toProvider(broker.group(1));
        }
    }

    /** Who is at a page of the login is not between a provider's answer and the end of the flow after it. */
    private static void leaveProvider(AuthenticationSessionModel login, String flowPath) {
        remove(login, PostBrokerLoginConstants.PBL_BROKERED_IDENTITY_CONTEXT);
        boolean entersAnotherFlow = !flowPath.equals(LoginActionsService.AUTHENTICATE_PATH)
                && !flowPath.equals(login.getAuthNote(AuthenticationProcessor.CURRENT_FLOW_PATH));
        if (entersAnotherFlow) {
            remove(login, AuthenticationProcessor.AUTHN_CREDENTIALS);
        }
    }

    private static void toProvider(String alias) {
        KeycloakSession keycloak = KeycloakSessionUtil.getKeycloakSession();
        RealmModel realm = keycloak.getContext().getRealm();
        RootAuthenticationSessionModel browser = realm == null
                ? null
                : new AuthenticationSessionManager(keycloak).getCurrentRootAuthenticationSession(realm);
        if (browser != null) {
            Set<String> passed = executionsAfterLogin(keycloak, realm, alias);
            browser.getAuthenticationSessions().values().forEach(login -> forget(login, alias, passed));
        }
    }

    private static void forget(AuthenticationSessionModel login, String alias, Set<String> passed) {
        remove(login, PostBrokerLoginConstants.PBL_AUTH_STATE_PREFIX + alias);
        if (login.getAuthNote(IdentityBrokerService.LINKING_IDENTITY_PROVIDER) == null) {
            remove(login, AuthenticationProcessor.AUTHN_CREDENTIALS);
        }
        Map<String, ExecutionStatus> others = new HashMap<>(login.getExecutionStatus());
        if (others.keySet().removeAll(passed)) {
            login.clearExecutionStatus();
            others.forEach(login::setExecutionStatus);
        }
    }

    /** The executions of the flow that follows a login by that provider: each login has to pass them itself. */
    private static Set<String> executionsAfterLogin(KeycloakSession keycloak, RealmModel realm, String alias) {
        IdentityProviderModel provider = keycloak.identityProviders().getByAlias(alias);
        return provider == null || provider.getPostBrokerLoginFlowId() == null
                ? Set.of()
                : executions(realm, provider.getPostBrokerLoginFlowId()).collect(Collectors.toSet());
    }

    private static Stream<String> executions(RealmModel realm, String flow) {
        return realm.getAuthenticationExecutionsStream(flow)
                .flatMap(execution -> execution.isAuthenticatorFlow()
                        ? Stream.concat(Stream.of(execution.getId()), executions(realm, execution.getFlowId()))
                        : Stream.of(execution.getId()));
    }

    /** Only what is there: whatever is written here could undo what a request at the same moment has written. */
    private static void remove(AuthenticationSessionModel login, String note) {
        if (login.getAuthNote(note) != null) {
            login.removeAuthNote(note);
        }
    }

    private static Optional<AuthenticationSessionModel> login(MultivaluedMap<String, String> query) {
        KeycloakSession keycloak = KeycloakSessionUtil.getKeycloakSession();
        RealmModel realm = keycloak.getContext().getRealm();
        String clientId = query.getFirst(Constants.CLIENT_ID);
        ClientModel client = realm == null || clientId == null ? null : realm.getClientByClientId(clientId);
        return client == null
                ? Optional.empty()
                : Optional.ofNullable(new AuthenticationSessionManager(keycloak)
                        .getCurrentAuthenticationSession(realm, client, query.getFirst(Constants.TAB_ID)));
    }
}
