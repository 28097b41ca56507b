package io.verifytotp.keycloak.setup.flow;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A flow or sub-flow, with its steps in Keycloak's order.
 *
 * @param problem why nothing can be said about the flow; it has no steps then
 */
public record Flow(String id, String alias, List<Step> steps, Optional<String> problem) {
    public Flow {
        steps = List.copyOf(steps);
    }

    public Flow(String id, String alias, List<Step> steps) {
        this(id, alias, steps, Optional.empty());
    }

    /** Returns the step of this flow, or of one below it, that holds the sub-flow with that id. */
    Optional<Step> holderOf(String subflow) {
        return all().filter(step ->
                        step.subflow().filter(flow -> flow.id().equals(subflow)).isPresent())
                .findFirst();
    }

    /** All steps of this flow and of those below it. */
    public Stream<Step> all() {
        return steps.stream()
                .flatMap(step ->
                        Stream.concat(Stream.of(step), step.subflow().stream().flatMap(Flow::all)));
    }
}
