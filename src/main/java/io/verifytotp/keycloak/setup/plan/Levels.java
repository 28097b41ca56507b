package io.verifytotp.keycloak.setup.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;

/**
 * Levels of authentication in a browser flow. What the flow asked for before is level 1, so no login asks for less.
 * Level 2 is a code. A flow may name each level only once: Keycloak fails if two conditions have the same.
 */
public final class Levels {
    /** Provider id of Keycloak's condition, which is missing where the server has no step-up authentication. */
    public static final String CONDITION = "conditional-level-of-authentication";

    private static final Set<String> CONDITIONS = Set.of(CONDITION);
    private static final Set<String> PASSWORD = Set.of("auth-username-password-form", "auth-password-form");

    /** Alternatives beside the forms that end no step-up without a code. */
    private static final Set<String> HARMLESS = Set.of("auth-cookie", "identity-provider-redirector", "organization");

    private static final Duration FRESH_CODE = Duration.ofMinutes(5);

    private Levels() {}

    /** Returns whether a flow has a condition on the level, enabled or not: Keycloak counts both. */
    static boolean areIn(FlowPlan flow) {
        return flow.holds(CONDITIONS)
                || flow.steps().stream()
                        .anyMatch(step -> step.flow().filter(Levels::areIn).isPresent());
    }

    /**
     * Adds the levels.
     *
     * @param atEachLogin true if the flow asks for a code at each login, which then reaches level 2
     * @param session how long a session lasts at most; level 1 lasts as long
     */
    static void add(FlowPlan top, boolean atEachLogin, Duration session) {
        FlowPlan forms = forms(top);
        List<StepPlan> before = List.copyOf(forms.steps());
        FlowPlan first =
                FlowPlan.named("Level 1", "Asks for what a login needs", condition(StepConfig.level(1, session)));
        before.forEach(first::add);
        FlowPlan second = FlowPlan.named("Level 2", "Asks for a code", condition(StepConfig.level(2, FRESH_CODE)));
        if (atEachLogin) {
            second.add(StepPlan.subFlow(Requirement.CONDITIONAL, first));
            second.add(codeUnless(first));
            forms.replaceAll(List.of(StepPlan.subFlow(Requirement.CONDITIONAL, second)));
        } else {
            second.add(OurSteps.form(Requirement.REQUIRED));
            forms.replaceAll(List.of(
                    StepPlan.subFlow(Requirement.CONDITIONAL, first),
                    StepPlan.subFlow(Requirement.CONDITIONAL, second)));
        }
    }

    /**
     * Returns the sub-flow that asks for a code in a session that has reached level 1. A login reaches level 1 and the
     * level around it without a page between: on such a page, once reloaded, Keycloak would leave level 2 out.
     */
    private static StepPlan codeUnless(FlowPlan first) {
        return StepPlan.subFlow(
                Requirement.CONDITIONAL,
                FlowPlan.named(
                        "Code again",
                        "Asks for a code in a session that has reached level 1",
                        OurSteps.unlessExecuted(first),
                        OurSteps.form(Requirement.REQUIRED)));
    }

    private static StepPlan condition(StepConfig config) {
        return StepPlan.condition(CONDITION, Optional.of(config));
    }

    /** Returns the flow that asks for the password, and nothing beside it lets users in. */
    private static FlowPlan forms(FlowPlan top) {
        List<StepPlan> asking = Location.of(top, PASSWORD).stream()
                .map(password -> password.path().get(0).step())
                .distinct()
                .toList();
        if (asking.isEmpty()) {
            throw refusal(top, "has no step that asks for the password, so it is not clear what level 1 is");
        }
        FlowPlan forms = top.offersAlternatives() ? alternative(top, asking) : top;
        if (!forms.conditions().isEmpty()) {
            throw refusal(top, "has conditions in '" + forms.alias() + "', where Keycloak ignores them");
        }
        return forms;
    }

    private static FlowPlan alternative(FlowPlan top, List<StepPlan> asking) {
        top.executions().stream()
                .filter(step -> !asking.contains(step) && !isHarmless(step))
                .findFirst()
                .ifPresent(step -> {
                    throw refusal(top, "has '" + step.name() + "', which lets users in without a level");
                });
        if (asking.size() > 1) {
            throw refusal(top, "asks for the password in several alternatives");
        }
        return asking.get(0).flow().orElseGet(() -> wrapped(top, asking.get(0)));
    }

    private static boolean isHarmless(StepPlan step) {
        return step.flow()
                .map(flow -> flow.executions().stream().allMatch(Levels::isHarmless))
                .orElseGet(() -> step.isOneOf(HARMLESS));
    }

    private static FlowPlan wrapped(FlowPlan top, StepPlan password) {
        FlowPlan forms = FlowPlan.named("Levels", "Asks for what a level needs");
        top.replace(password, StepPlan.subFlow(Requirement.ALTERNATIVE, forms));
        forms.add(password);
        password.require(Requirement.REQUIRED);
        return forms;
    }

    private static SetupRefusal refusal(FlowPlan top, String problem) {
        return SetupRefusal.because("The flow '" + top.alias() + "' " + problem
                + "; leave this way out, or add levels of authentication to a copy of it yourself");
    }
}
