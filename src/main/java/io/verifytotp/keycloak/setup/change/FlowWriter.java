package io.verifytotp.keycloak.setup.change;

import io.verifytotp.keycloak.setup.plan.FlowPlan;
import io.verifytotp.keycloak.setup.plan.StepConfig;
import io.verifytotp.keycloak.setup.plan.StepPlan;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.RealmModel;

/** Writes planned flows as new flows of a realm, with names of their own. */
final class FlowWriter {
    private static final int PRIORITIES_APART = 10;

    private final RealmModel realm;
    private final UniqueNames flows;
    private final UniqueNames configs;

    FlowWriter(RealmModel realm) {
        this.realm = realm;
        this.flows = UniqueNames.ofFlows(realm);
        this.configs = UniqueNames.ofConfigs(realm);
    }

    /** Writes a flow that can be bound. */
    AuthenticationFlowModel write(FlowPlan plan) {
        Names names = new Names(new IdentityHashMap<>(), new HashMap<>());
        name(plan, names);
        return write(plan, true, names);
    }

    /** New aliases, of the planned flows and of the aliases that these had. */
    private record Names(Map<FlowPlan, String> ofPlans, Map<String, String> ofAliases) {}

    private void name(FlowPlan plan, Names names) {
        String alias = flows.take(plan.alias());
        names.ofPlans().put(plan, alias);
        names.ofAliases().putIfAbsent(plan.alias(), alias);
        plan.steps().forEach(step -> step.flow().ifPresent(inner -> name(inner, names)));
    }

    private AuthenticationFlowModel write(FlowPlan plan, boolean topLevel, Names names) {
        AuthenticationFlowModel model = new AuthenticationFlowModel();
        model.setAlias(names.ofPlans().get(plan));
        plan.description().ifPresent(model::setDescription);
        model.setProviderId(plan.providerId());
        model.setTopLevel(topLevel);
        model.setBuiltIn(false);
        AuthenticationFlowModel written = realm.addAuthenticationFlow(model);
        int priority = 0;
        for (StepPlan step : plan.steps()) {
            priority += PRIORITIES_APART;
            write(step, written.getId(), priority, names);
        }
        return written;
    }

    private void write(StepPlan step, String parent, int priority, Names names) {
        AuthenticationExecutionModel model = new AuthenticationExecutionModel();
        model.setParentFlow(parent);
        model.setPriority(priority);
        model.setRequirement(step.requirement());
        model.setAuthenticatorFlow(step.flow().isPresent());
        step.authenticator().ifPresent(model::setAuthenticator);
        step.flow()
                .ifPresent(inner -> model.setFlowId(write(inner, false, names).getId()));
        step.sharedConfig().ifPresent(model::setAuthenticatorConfig);
        step.config().ifPresent(config -> model.setAuthenticatorConfig(write(config, names)));
        realm.addAuthenticatorExecution(model);
    }

    private String write(StepConfig config, Names names) {
        Map<String, String> values = new HashMap<>(config.values());
        values.computeIfPresent(
                StepConfig.FLOW_TO_CHECK, (key, alias) -> names.ofAliases().getOrDefault(alias, alias));
        config.checked()
                .ifPresent(flow ->
                        values.put(StepConfig.FLOW_TO_CHECK, names.ofPlans().get(flow)));
        AuthenticatorConfigModel model = new AuthenticatorConfigModel();
        config.alias().map(configs::take).ifPresent(model::setAlias);
        model.setConfig(values);
        return realm.addAuthenticatorConfig(model).getId();
    }
}
