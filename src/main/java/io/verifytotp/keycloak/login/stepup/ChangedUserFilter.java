package io.verifytotp.keycloak.login.stepup;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.authenticators.broker.util.PostBrokerLoginConstants;
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
 * Resets the progress of a login when it goes to a place where Keycloak may change the user: an identity provider, the
 * password reset, the registration. Keycloak (26.7.3) keeps the executions passed after a provider's login and the names
 * of the credentials used, even if another user passed and used them. So an attacker with an own account could get into
 * another one, or prove a factor of it. JAX-RS runs this filter for every request of the server, so it checks the path
 * first.
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
            CurrentLogin.of(
                            KeycloakSessionUtil.getKeycloakSession(),
                            request.getUriInfo().getQueryParameters())
                    .ifPresent(session -> leaveProvider(session, login.group(1)));
        } else if (broker.matches()) {
            toProvider(broker.group(1));
        }
    }

    /** Ends the flow after a provider's login: a user at a page of the login is not in it. */
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

    /** Returns the executions of the flow after a login by that provider; each login has to pass them itself. */
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

    /** Removes a note only if it exists: a needless write could overwrite that of a concurrent request. */
    private static void remove(AuthenticationSessionModel login, String note) {
        if (login.getAuthNote(note) != null) {
            login.removeAuthNote(note);
        }
    }
}
