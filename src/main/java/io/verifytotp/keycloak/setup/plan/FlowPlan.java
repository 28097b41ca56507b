package io.verifytotp.keycloak.setup.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;

/** A flow with its steps, in memory: read from a realm, changed, and written as a new flow. */
public final class FlowPlan {
    /** Keycloak's type of all flows that are not about registration forms or clients. */
    public static final String BASIC = "basic-flow";

    private final String alias;
    private final Optional<String> description;
    private final String providerId;
    private final List<StepPlan> steps = new ArrayList<>();

    public FlowPlan(String alias, Optional<String> description, String providerId) {
        this.alias = alias;
        this.description = description;
        this.providerId = providerId;
    }

    /** Makes a flow that is not in the realm yet. */
    public static FlowPlan named(String alias, String description, StepPlan... steps) {
        FlowPlan flow = new FlowPlan(alias, Optional.of(description), BASIC);
        Collections.addAll(flow.steps, steps);
        return flow;
    }

    public String alias() {
        return alias;
    }

    public Optional<String> description() {
        return description;
    }

    public String providerId() {
        return providerId;
    }

    public List<StepPlan> steps() {
        return Collections.unmodifiableList(steps);
    }

    public void add(StepPlan step) {
        steps.add(step);
    }

    public void addFirst(StepPlan step) {
        steps.add(0, step);
    }

    public void addAfter(StepPlan before, StepPlan step) {
        steps.add(steps.indexOf(before) + 1, step);
    }

    public void addBefore(StepPlan after, StepPlan step) {
        steps.add(steps.indexOf(after), step);
    }

    public void replace(StepPlan old, StepPlan step) {
        steps.set(steps.indexOf(old), step);
    }

    /** Puts other steps in the place of all of its own. */
    public void replaceAll(List<StepPlan> others) {
        steps.clear();
        steps.addAll(others);
    }

    /** Returns the enabled steps that are not conditions. */
    public List<StepPlan> executions() {
        return steps.stream()
                .filter(step -> step.isEnabled() && !step.isCondition())
                .toList();
    }

    /** Returns the enabled conditions. */
    public List<StepPlan> conditions() {
        return steps.stream()
                .filter(step -> step.isEnabled() && step.isCondition())
                .toList();
    }

    /** Returns whether one of its own steps, enabled or not, has one of these authenticators. */
    public boolean holds(Set<String> authenticators) {
        return steps.stream().anyMatch(step -> step.isOneOf(authenticators));
    }

    /** Returns whether its alternatives count: Keycloak ignores them beside a required or conditional step. */
    public boolean offersAlternatives() {
        return executions().stream().allMatch(step -> step.is(Requirement.ALTERNATIVE));
    }
}
