package io.verifytotp.keycloak.setup.plan;

import java.util.Optional;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;

/** Puts our step at the end of a flow that follows the login at an identity provider. */
public final class PostBrokerPlacement implements Placement {
    private static final String ALLOW_ACCESS = "allow-access-authenticator";

    /** Returns a flow for identity providers that have none. */
    public static FlowPlan empty() {
        return new FlowPlan(
                "Post broker login", Optional.of("Follows the login at an identity provider"), FlowPlan.BASIC);
    }

    @Override
    public String place(FlowPlan top, SetupMode mode) {
        if (!top.executions().isEmpty() && top.offersAlternatives()) {
            throw SetupRefusal.because("The flow '" + top.alias() + "' consists of alternatives, which Keycloak ignores"
                    + " beside a required step; put them into a sub-flow first");
        }
        boolean alone = top.executions().isEmpty();
        top.add(OurSteps.asking(mode));
        if (alone && mode == SetupMode.ENROLLED) {
            // A flow of which no step runs is a failed one.
            top.add(StepPlan.execution(Requirement.REQUIRED, ALLOW_ACCESS));
        }
        return "at the end";
    }
}
