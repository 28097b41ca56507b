package io.verifytotp.keycloak.setup.plan;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Configuration of a step.
 *
 * @param alias name in the realm; copies get another one
 * @param checked sub-flow that the condition <i>sub-flow executed</i> names, which the copy has by another name
 */
public record StepConfig(Optional<String> alias, Map<String, String> values, Optional<FlowPlan> checked) {
    /** Option of the condition <i>sub-flow executed</i>: the alias of a flow. */
    public static final String FLOW_TO_CHECK = "flow_to_check";

    /** Both are needed: without the age tokens do not name the reference. */
    private static final Map<String, String> AS_OTP =
            Map.of("default.reference.value", "otp", "default.reference.maxAge", "300");

    public StepConfig {
        Map<String, String> copy = new LinkedHashMap<>(values); // stored values may be null
        values = Collections.unmodifiableMap(copy);
    }

    /** Returns the configuration of our own steps: tokens say {@code "amr": ["otp"]}. */
    public static StepConfig asOtp() {
        return new StepConfig(Optional.of("Code"), AS_OTP, Optional.empty());
    }

    /** Returns the configuration of a condition on that level of authentication, which lasts that long. */
    public static StepConfig level(int level, Duration maxAge) {
        Map<String, String> values = Map.of(
                "loa-condition-level", Integer.toString(level), "loa-max-age", Long.toString(maxAge.toSeconds()));
        return new StepConfig(Optional.of("Level " + level), values, Optional.empty());
    }

    /** Returns the configuration of a condition that holds if that sub-flow has not been executed. */
    public static StepConfig unlessExecuted(FlowPlan checked) {
        return new StepConfig(
                Optional.of("Not executed"), Map.of("check_result", "not-executed"), Optional.of(checked));
    }
}
