package io.verifytotp.keycloak.setup.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An enabled step and where it is.
 *
 * @param above location of the step that executes this step's flow; empty for steps of the flow itself
 * @param flow flow that has the step
 */
public record Location(Optional<Location> above, FlowPlan flow, StepPlan step) {
    /** Returns all enabled steps that are not conditions, also those of enabled sub-flows, in their order. */
    public static List<Location> in(FlowPlan top) {
        List<Location> found = new ArrayList<>();
        collect(Optional.empty(), top, found);
        return found;
    }

    private static void collect(Optional<Location> above, FlowPlan flow, List<Location> found) {
        for (StepPlan step : flow.executions()) {
            Location location = new Location(above, flow, step);
            found.add(location);
            step.flow().ifPresent(inner -> collect(Optional.of(location), inner, found));
        }
    }

    /** Returns the enabled steps with one of these authenticators. */
    public static List<Location> of(FlowPlan top, Set<String> authenticators) {
        return in(top).stream()
                .filter(location -> location.step().isOneOf(authenticators))
                .toList();
    }

    /** Returns the locations from the one in the top-level flow down to this one. */
    public List<Location> path() {
        List<Location> path = new ArrayList<>(above.map(Location::path).orElse(List.of()));
        path.add(this);
        return path;
    }

    /** Returns whether it is a step of that flow, or of one of its sub-flows. */
    public boolean isWithin(FlowPlan other) {
        return path().stream().anyMatch(location -> location.flow() == other);
    }
}
