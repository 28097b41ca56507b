package io.verifytotp.keycloak.setup.plan;

import org.keycloak.models.AuthenticationExecutionModel.Requirement;

/** Inserts a step that has to follow another one, or to come before it, and keeps the alternatives of a flow. */
public final class Insertion {
    private Insertion() {}

    /** Inserts a step after that one. Of an alternative both become one alternative together. */
    public static void after(Location location, StepPlan added) {
        StepPlan step = location.step();
        if (!step.is(Requirement.ALTERNATIVE)) {
            location.flow().addAfter(step, added);
            return;
        }
        FlowPlan together = FlowPlan.named(step.name() + " and code", "A step, and a code after it", step, added);
        location.flow().replace(step, StepPlan.subFlow(Requirement.ALTERNATIVE, together));
        step.require(Requirement.REQUIRED);
    }

    /** Inserts a step before that one. Of an alternative both become one alternative together. */
    public static void before(Location location, StepPlan added) {
        StepPlan step = location.step();
        if (!step.is(Requirement.ALTERNATIVE)) {
            location.flow().addBefore(step, added);
            return;
        }
        FlowPlan together = FlowPlan.named("Code and " + step.name(), "A code, and a step after it", added, step);
        location.flow().replace(step, StepPlan.subFlow(Requirement.ALTERNATIVE, together));
        step.require(Requirement.REQUIRED);
    }
}
