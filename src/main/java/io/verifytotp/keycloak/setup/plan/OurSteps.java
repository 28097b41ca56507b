package io.verifytotp.keycloak.setup.plan;

import io.verifytotp.keycloak.domain.id.Identifiers;
import java.util.Optional;
import java.util.Set;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;

/** Steps that the set-up adds to copies. */
public final class OurSteps {
    public static final Set<String> FORM = Set.of(Identifiers.FORM_AUTHENTICATOR);
    public static final Set<String> DIRECT_GRANT = Set.of(Identifiers.DIRECT_GRANT_AUTHENTICATOR);
    public static final String USER_CONFIGURED = "conditional-user-configured";
    public static final String CREDENTIAL = "conditional-credential";
    private static final String SUB_FLOW_EXECUTED = "conditional-sub-flow-executed";

    private OurSteps() {}

    public static StepPlan form(Requirement requirement) {
        return StepPlan.execution(requirement, Identifiers.FORM_AUTHENTICATOR, StepConfig.asOtp());
    }

    public static StepPlan directGrant() {
        return StepPlan.execution(Requirement.REQUIRED, Identifiers.DIRECT_GRANT_AUTHENTICATOR, StepConfig.asOtp());
    }

    /** Returns the step that asks the users of that mode, wherever a required step may be. */
    public static StepPlan asking(SetupMode mode) {
        StepPlan form = form(Requirement.REQUIRED);
        return mode == SetupMode.EVERYBODY ? form : ifEnrolled(form);
    }

    /** Returns a conditional sub-flow that runs the step for users who have a factor. */
    public static StepPlan ifEnrolled(StepPlan step) {
        return StepPlan.subFlow(
                Requirement.CONDITIONAL,
                FlowPlan.named("Code if enrolled", "Asks users who have a factor for a code", userConfigured(), step));
    }

    public static StepPlan userConfigured() {
        return StepPlan.condition(USER_CONFIGURED, Optional.empty());
    }

    public static StepPlan unlessExecuted(FlowPlan checked) {
        return StepPlan.condition(SUB_FLOW_EXECUTED, Optional.of(StepConfig.unlessExecuted(checked)));
    }
}
