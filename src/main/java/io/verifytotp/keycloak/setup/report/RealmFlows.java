package io.verifytotp.keycloak.setup.report;

import io.verifytotp.keycloak.setup.flow.Conditions;
import io.verifytotp.keycloak.setup.flow.Flow;
import io.verifytotp.keycloak.setup.flow.Requirement;
import io.verifytotp.keycloak.setup.flow.Step;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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

    private static final String FLOW_TO_CHECK = "flow_to_check";

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
        return Optional.ofNullable(realm.getAuthenticationFlowById(id)).map(flow -> {
            try {
                return flow(flow, new HashSet<>());
            } catch (RepeatedFlow e) {
                return new Flow(flow.getId(), flow.getAlias(), List.of(), Optional.of(e.getMessage()));
            }
        });
    }

    private Flow flow(AuthenticationFlowModel flow, Set<String> above) {
        if (!above.add(flow.getId())) {
            throw new RepeatedFlow(flow.getAlias());
        }
        List<Step> steps = realm.getAuthenticationExecutionsStream(flow.getId())
                .map(execution -> step(execution, above))
                .toList();
        return new Flow(flow.getId(), flow.getAlias(), steps);
    }

    /**
     * A flow holds a sub-flow twice, perhaps itself. Keycloak looks for the parent of a step by the sub-flow's id, so that
     * nobody can foretell where it goes on.
     */
    private static final class RepeatedFlow extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RepeatedFlow(String alias) {
            super("The flow holds the sub-flow '" + alias + "' more than once", null, false, false);
        }

        @Override
        public String getMessage() {
            return Objects.requireNonNull(super.getMessage());
        }
    }

    private Step step(AuthenticationExecutionModel execution, Set<String> above) {
        Optional<AuthenticationFlowModel> below = execution.isAuthenticatorFlow()
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
                provider.equals(Conditions.EXECUTED) ? withFlowId(config(execution)) : config(execution),
                below.map(flow -> flow(flow, above)));
    }

    /** Asks the authenticator itself, as Keycloak's engine does. */
    private boolean isCondition(String provider) {
        return conditions.computeIfAbsent(provider, id -> {
            AuthenticatorFactory factory = (AuthenticatorFactory)
                    session.getKeycloakSessionFactory().getProviderFactory(Authenticator.class, id);
            return factory != null && factory.create(session) instanceof ConditionalAuthenticator;
        });
    }

    /** Puts the id of the flow to check in place of its alias, which Keycloak looks up in the whole realm. */
    private Map<String, String> withFlowId(Map<String, String> config) {
        String alias = config.get(FLOW_TO_CHECK);
        List<String> ids = realm.getAuthenticationFlowsStream()
                .filter(flow -> flow.getAlias().equals(alias))
                .map(AuthenticationFlowModel::getId)
                .toList();
        Map<String, String> resolved = new HashMap<>(config);
        if (ids.size() > 1) {
            resolved.put(Conditions.AMBIGUOUS, alias);
        } else if (!ids.isEmpty()) {
            resolved.put(FLOW_TO_CHECK, ids.get(0));
        }
        return resolved;
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
