package io.verifytotp.keycloak.setup.flow;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A flow or sub-flow, with its steps in Keycloak's order. */
public record Flow(String id, String alias, List<Step> steps) {
    public Flow {
        steps = List.copyOf(steps);
    }

    /** Returns the step of this flow, or of one below it, that holds the sub-flow of that alias. */
    Optional<Step> holderOf(String subflow) {
        return all().filter(step -> step.subflow()
                        .filter(flow -> flow.alias().equals(subflow))
                        .isPresent())
                .findFirst();
    }

    /** All steps of this flow and of those below it. */
    public Stream<Step> all() {
        return steps.stream()
                .flatMap(step ->
                        Stream.concat(Stream.of(step), step.subflow().stream().flatMap(Flow::all)));
    }
}
