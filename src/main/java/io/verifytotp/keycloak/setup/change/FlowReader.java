package io.verifytotp.keycloak.setup.change;

import io.verifytotp.keycloak.setup.plan.FlowPlan;
import io.verifytotp.keycloak.setup.plan.SetupRefusal;
import io.verifytotp.keycloak.setup.plan.StepConfig;
import io.verifytotp.keycloak.setup.plan.StepPlan;
import java.util.Map;
import java.util.Optional;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Reads flows of a realm. */
final class FlowReader {
    /** Deeper than any flow that a person has made; a flow within itself has no end. */
    private static final int DEEPEST = 20;

    private final KeycloakSession session;
    private final RealmModel realm;

    FlowReader(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** Reads a flow with all its sub-flows; empty if there is none with that id. */
    Optional<FlowPlan> read(String id) {
        return Optional.ofNullable(realm.getAuthenticationFlowById(id)).map(model -> read(model, 0));
    }

    Optional<String> alias(String id) {
        return Optional.ofNullable(realm.getAuthenticationFlowById(id)).map(AuthenticationFlowModel::getAlias);
    }

    private FlowPlan read(AuthenticationFlowModel model, int depth) {
        if (depth > DEEPEST) {
            throw SetupRefusal.because("The flow '" + model.getAlias() + "' is nested too deeply, or contains itself");
        }
        FlowPlan flow =
                new FlowPlan(model.getAlias(), Optional.ofNullable(model.getDescription()), model.getProviderId());
        realm.getAuthenticationExecutionsStream(model.getId())
                .map(execution -> step(execution, flow, depth))
                .forEachOrdered(flow::add);
        return flow;
    }

    private StepPlan step(AuthenticationExecutionModel execution, FlowPlan parent, int depth) {
        Optional<FlowPlan> flow = execution.isAuthenticatorFlow()
                ? Optional.of(read(subFlow(execution, parent), depth + 1))
                : Optional.empty();
        Optional<StepConfig> config = Optional.ofNullable(execution.getAuthenticatorConfig())
                .map(realm::getAuthenticatorConfigById)
                .map(FlowReader::config);
        return new StepPlan(
                execution.getRequirement(),
                Optional.ofNullable(execution.getAuthenticator()),
                flow,
                isCondition(execution) ? StepPlan.Kind.CONDITION : StepPlan.Kind.EXECUTION,
                config,
                Optional.ofNullable(execution.getAuthenticatorConfig()).filter(id -> config.isEmpty()));
    }

    private AuthenticationFlowModel subFlow(AuthenticationExecutionModel execution, FlowPlan parent) {
        AuthenticationFlowModel model =
                execution.getFlowId() == null ? null : realm.getAuthenticationFlowById(execution.getFlowId());
        if (model == null) {
            throw SetupRefusal.because("The flow '" + parent.alias() + "' names in step "
                    + (parent.steps().size() + 1) + " (execution " + execution.getId()
                    + ") a sub-flow that does not exist; delete that step first");
        }
        return model;
    }

    private boolean isCondition(AuthenticationExecutionModel execution) {
        return !execution.isAuthenticatorFlow()
                && execution.getAuthenticator() != null
                && session.getKeycloakSessionFactory()
                                .getProviderFactory(Authenticator.class, execution.getAuthenticator())
                        instanceof ConditionalAuthenticatorFactory;
    }

    private static StepConfig config(AuthenticatorConfigModel model) {
        Map<String, String> values = model.getConfig() == null ? Map.of() : model.getConfig();
        return new StepConfig(Optional.ofNullable(model.getAlias()), values, Optional.empty());
    }
}
