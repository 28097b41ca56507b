package io.verifytotp.keycloak.setup.flow;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Finds what is above a step or a sub-flow of one flow. */
final class FlowTree {
    private final Flow top;
    private final Map<String, Flow> parents = new HashMap<>();
    private final Map<String, Step> holders = new HashMap<>();

    FlowTree(Flow top) {
        this.top = top;
        add(top);
    }

    private void add(Flow flow) {
        for (Step step : flow.steps()) {
            parents.put(step.id(), flow);
            step.subflow().ifPresent(subflow -> {
                holders.put(subflow.id(), step);
                add(subflow);
            });
        }
    }

    Flow top() {
        return top;
    }

    Flow parentOf(Step step) {
        return Objects.requireNonNull(parents.get(step.id()), "step of another flow");
    }

    /** Returns the step that holds a sub-flow; empty for the top flow. */
    Optional<Step> holderOf(Flow flow) {
        return Optional.ofNullable(holders.get(flow.id()));
    }
}
