package io.verifytotp.keycloak.setup.plan;

import java.util.Optional;
import java.util.Set;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;

/** A step of a flow: an authenticator, a condition, or a sub-flow. */
public final class StepPlan {
    private final Optional<String> authenticator;
    private final Optional<FlowPlan> flow;
    private final Kind kind;
    private final Optional<StepConfig> config;
    private final Optional<String> sharedConfig;
    private Requirement requirement;

    /** Whether a step decides about its sub-flow, or does something itself. */
    public enum Kind {
        CONDITION,
        EXECUTION
    }

    /** A step with a configuration of its own, or the id of one that is deployed with the server. */
    public StepPlan(
            Requirement requirement,
            Optional<String> authenticator,
            Optional<FlowPlan> flow,
            Kind kind,
            Optional<StepConfig> config,
            Optional<String> sharedConfig) {
        this.requirement = requirement;
        this.authenticator = authenticator;
        this.flow = flow;
        this.kind = kind;
        this.config = config;
        this.sharedConfig = sharedConfig;
    }

    public static StepPlan execution(Requirement requirement, String authenticator, StepConfig config) {
        return of(requirement, authenticator, Kind.EXECUTION, Optional.of(config));
    }

    public static StepPlan execution(Requirement requirement, String authenticator) {
        return of(requirement, authenticator, Kind.EXECUTION, Optional.empty());
    }

    public static StepPlan condition(String authenticator, Optional<StepConfig> config) {
        return of(Requirement.REQUIRED, authenticator, Kind.CONDITION, config);
    }

    public static StepPlan subFlow(Requirement requirement, FlowPlan flow) {
        return new StepPlan(
                requirement, Optional.empty(), Optional.of(flow), Kind.EXECUTION, Optional.empty(), Optional.empty());
    }

    private static StepPlan of(Requirement requirement, String authenticator, Kind kind, Optional<StepConfig> config) {
        return new StepPlan(requirement, Optional.of(authenticator), Optional.empty(), kind, config, Optional.empty());
    }

    public Optional<String> authenticator() {
        return authenticator;
    }

    public Optional<FlowPlan> flow() {
        return flow;
    }

    public Optional<StepConfig> config() {
        return config;
    }

    public Optional<String> sharedConfig() {
        return sharedConfig;
    }

    public Requirement requirement() {
        return requirement;
    }

    public void require(Requirement changed) {
        requirement = changed;
    }

    public boolean isEnabled() {
        return requirement != Requirement.DISABLED;
    }

    public boolean is(Requirement wanted) {
        return requirement == wanted;
    }

    public boolean isCondition() {
        return kind == Kind.CONDITION;
    }

    public boolean isOneOf(Set<String> authenticators) {
        return authenticator.filter(authenticators::contains).isPresent();
    }

    /** Returns the name of the authenticator or of the sub-flow, for messages. */
    public String name() {
        return flow.map(FlowPlan::alias).or(() -> authenticator).orElse("a step without authenticator");
    }
}
