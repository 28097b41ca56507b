package io.verifytotp.keycloak.setup.flow;

import java.util.Map;
import java.util.Optional;

/**
 * One execution of a flow: an authenticator, a condition, or a sub-flow.
 *
 * @param provider id of the authenticator, of the condition, or of the page of a form flow; empty for other sub-flows
 * @param condition true if the provider is a condition
 * @param config the execution's configuration; empty if it has none
 */
public record Step(
        String id,
        Requirement requirement,
        String provider,
        boolean condition,
        Map<String, String> config,
        Optional<Flow> subflow) {
    public Step {
        config = Map.copyOf(config);
    }

    public boolean isEnabled() {
        return requirement != Requirement.DISABLED;
    }

    /** Returns whether it is a sub-flow of steps; the page of a form flow counts as one step. */
    boolean isSubflow() {
        return subflow.isPresent() && provider.isEmpty();
    }
}
