package io.verifytotp.keycloak.setup.report;

import io.verifytotp.keycloak.setup.flow.Flow;
import io.verifytotp.keycloak.setup.flow.Requirement;
import io.verifytotp.keycloak.setup.flow.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticator;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Reads the flows of a realm, each once. */
final class RealmFlows {
    private static final String FORM_FLOW = "form-flow";

    /** Deeper than any flow that a person builds; Keycloak itself has no limit. */
    private static final int DEEPEST = 20;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final Map<String, Optional<Flow>> read = new HashMap<>();
    private final Map<String, Boolean> conditions = new HashMap<>();

    RealmFlows(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** Returns the flow of that id; empty if there is none. */
    Optional<Flow> find(String id) {
        return id == null ? Optional.empty() : read.computeIfAbsent(id, this::read);
    }

    Optional<Flow> find(AuthenticationFlowModel flow) {
        return flow == null ? Optional.empty() : find(flow.getId());
    }

    private Optional<Flow> read(String id) {
        return Optional.ofNullable(realm.getAuthenticationFlowById(id)).map(flow -> flow(flow, 0));
    }

    private Flow flow(AuthenticationFlowModel flow, int depth) {
        List<Step> steps = realm.getAuthenticationExecutionsStream(flow.getId())
                .map(execution -> step(execution, depth))
                .toList();
        return new Flow(flow.getId(), flow.getAlias(), steps);
    }

    private Step step(AuthenticationExecutionModel execution, int depth) {
        Optional<AuthenticationFlowModel> below = execution.isAuthenticatorFlow() && depth < DEEPEST
                ? Optional.ofNullable(realm.getAuthenticationFlowById(execution.getFlowId()))
                : Optional.empty();
        boolean steps =
                below.filter(flow -> !FORM_FLOW.equals(flow.getProviderId())).isPresent();
        String provider =
                steps ? "" : Optional.ofNullable(execution.getAuthenticator()).orElse("a missing sub-flow");
        return new Step(
                execution.getId(),
                Requirement.valueOf(execution.getRequirement().name()),
                provider,
                !execution.isAuthenticatorFlow() && isCondition(provider),
                config(execution),
                below.map(flow -> flow(flow, depth + 1)));
    }

    /** Asks the authenticator itself, as Keycloak's engine does. */
    private boolean isCondition(String provider) {
        return conditions.computeIfAbsent(provider, id -> {
            AuthenticatorFactory factory = (AuthenticatorFactory)
                    session.getKeycloakSessionFactory().getProviderFactory(Authenticator.class, id);
            return factory != null && factory.create(session) instanceof ConditionalAuthenticator;
        });
    }

    private Map<String, String> config(AuthenticationExecutionModel execution) {
        return Optional.ofNullable(execution.getAuthenticatorConfig())
                .map(realm::getAuthenticatorConfigById)
                .map(AuthenticatorConfigModel::getConfig)
                .orElse(Map.of())
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue() != null)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
