package io.verifytotp.keycloak.login.service;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.authenticators.broker.AbstractIdpAuthenticator;
import org.keycloak.authentication.authenticators.broker.util.PostBrokerLoginConstants;
import org.keycloak.authentication.authenticators.broker.util.SerializedBrokeredIdentityContext;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.AuthenticationFlowResolver;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;

/**
 * The flow that a login is in. Keycloak asks an authenticator whether a user is configured without telling it for which
 * execution, so the executions that it may mean are read from the flow.
 */
final class RunningFlow {
    private final KeycloakSession keycloak;
    private final RealmModel realm;

    RunningFlow(KeycloakSession keycloak, RealmModel realm) {
        this.keycloak = keycloak;
        this.realm = realm;
    }

    /**
     * Returns the executions of our authenticators in that flow. If it can't be told which flow runs, those of all flows
     * that may: too many executions ask for a code too often, too few not often enough.
     */
    List<AuthenticationExecutionModel> ours(Optional<AuthenticationSessionModel> login) {
        return login.map(this::flows)
                .orElseGet(this::topFlows)
                .flatMap(this::executions)
                .filter(LoginServices::isOurs)
                .toList();
    }

    private Stream<String> flows(AuthenticationSessionModel login) {
        Map<String, ExecutionStatus> statuses = login.getExecutionStatus();
        Optional<String> named = Optional.ofNullable(login.getAuthNote(AuthenticationProcessor.CURRENT_FLOW_PATH))
                .map(path -> byPath(path, login).filter(flow -> isOfBroker(path) || hasRun(flow, statuses)))
                .orElseGet(() -> directGrant(login).filter(flow -> hasRun(flow, statuses)));
        if (named.isPresent()) {
            return named.stream();
        }
        List<String> begun = topFlows().filter(flow -> hasRun(flow, statuses)).toList();
        return begun.isEmpty() ? topFlows() : begun.stream();
    }

    private Stream<String> topFlows() {
        return realm.getAuthenticationFlowsStream()
                .filter(AuthenticationFlowModel::isTopLevel)
                .map(AuthenticationFlowModel::getId);
    }

    private Optional<String> byPath(String path, AuthenticationSessionModel login) {
        return switch (path) {
            case LoginActionsService.AUTHENTICATE_PATH -> id(AuthenticationFlowResolver.resolveBrowserFlow(login));
            case LoginActionsService.RESET_CREDENTIALS_PATH -> id(realm.getResetCredentialsFlow());
            case LoginActionsService.REGISTRATION_PATH -> id(realm.getRegistrationFlow());
            case LoginActionsService.FIRST_BROKER_LOGIN_PATH ->
                provider(login, AbstractIdpAuthenticator.BROKERED_CONTEXT_NOTE)
                        .map(IdentityProviderModel::getFirstBrokerLoginFlowId)
                        .or(() -> id(realm.getFirstBrokerLoginFlow()));
            case LoginActionsService.POST_BROKER_LOGIN_PATH ->
                provider(login, PostBrokerLoginConstants.PBL_BROKERED_IDENTITY_CONTEXT)
                        .map(IdentityProviderModel::getPostBrokerLoginFlowId);
            default -> Optional.empty();
        };
    }

    /** The only login that Keycloak notes no path of. */
    private static Optional<String> directGrant(AuthenticationSessionModel login) {
        return id(AuthenticationFlowResolver.resolveDirectGrantFlow(login));
    }

    private static boolean isOfBroker(String path) {
        return path.equals(LoginActionsService.FIRST_BROKER_LOGIN_PATH)
                || path.equals(LoginActionsService.POST_BROKER_LOGIN_PATH);
    }

    private static Optional<String> id(AuthenticationFlowModel flow) {
        return Optional.ofNullable(flow).map(AuthenticationFlowModel::getId);
    }

    private Optional<IdentityProviderModel> provider(AuthenticationSessionModel login, String note) {
        return Optional.ofNullable(SerializedBrokeredIdentityContext.readFromAuthenticationSession(login, note))
                .map(context -> keycloak.identityProviders().getByAlias(context.getIdentityProviderId()));
    }

    private boolean hasRun(String flow, Map<String, ExecutionStatus> statuses) {
        return executions(flow).anyMatch(execution -> statuses.containsKey(execution.getId()));
    }

    private Stream<AuthenticationExecutionModel> executions(String flow) {
        return realm.getAuthenticationExecutionsStream(flow)
                .filter(execution -> !execution.isDisabled())
                .flatMap(execution -> execution.isAuthenticatorFlow()
                        ? Stream.concat(Stream.of(execution), executions(execution.getFlowId()))
                        : Stream.of(execution));
    }
}
