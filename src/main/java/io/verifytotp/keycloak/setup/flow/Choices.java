package io.verifytotp.keycloak.setup.flow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The steps that Keycloak offers beside one, as its {@code AuthenticationSelectionResolver} of 26.7.3 finds them. */
final class Choices {
    private final FlowTree tree;
    private final Person person;
    private final LoginState state;
    private final Conditions conditions;

    Choices(FlowTree tree, Person person, LoginState state, Conditions conditions) {
        this.tree = tree;
        this.person = person;
        this.state = state;
        this.conditions = conditions;
    }

    /** Returns the steps that the user may choose where that one runs: credentials that the user has come first. */
    List<Step> at(Step step) {
        Map<Credential, Step> byCredential = new LinkedHashMap<>();
        List<Step> others = new ArrayList<>();
        Optional<Flow> highest = highestFlow(step);
        if (highest.isPresent()) {
            addFrom(highest.get(), byCredential, others);
        } else {
            add(step, byCredential, others);
        }
        List<Step> offered = new ArrayList<>();
        byCredential.forEach((credential, choice) -> {
            if (state.hasUser() && person.has(credential)) {
                offered.add(choice);
            }
        });
        offered.addAll(others);
        byCredential.forEach((credential, choice) -> {
            if (!state.hasUser()
                    && StepKind.of(choice.provider())
                            .filter(kind -> !kind.needsUser())
                            .isPresent()) {
                offered.add(choice);
            }
        });
        return offered;
    }

    /** Climbs while a step is an alternative, or the first in its flow. */
    private Optional<Flow> highestFlow(Step step) {
        Optional<Flow> found = Optional.empty();
        Optional<Step> current = Optional.of(step);
        while (current.isPresent()) {
            Step at = current.get();
            Flow parent = tree.parentOf(at);
            if (at.requirement() != Requirement.ALTERNATIVE && parent.steps().indexOf(at) > 0) {
                return at.isSubflow() ? at.subflow() : found;
            }
            found = Optional.of(parent);
            current = tree.holderOf(parent);
        }
        return found;
    }

    private void addFrom(Flow flow, Map<Credential, Step> byCredential, List<Step> others) {
        List<Step> required = new ArrayList<>();
        List<Step> alternatives = new ArrayList<>();
        FlowRun.split(flow, required, alternatives);
        if (required.isEmpty()) {
            alternatives.forEach(step -> descend(step, byCredential, others));
            return;
        }
        required.stream()
                .filter(step -> step.requirement() != Requirement.CONDITIONAL || conditions.allow(step))
                .findFirst()
                .ifPresent(step -> descend(step, byCredential, others));
    }

    private void descend(Step step, Map<Credential, Step> byCredential, List<Step> others) {
        if (state.isProcessed(step)) {
            return;
        }
        if (step.isSubflow()) {
            addFrom(step.subflow().orElseThrow(), byCredential, others);
        } else {
            add(step, byCredential, others);
        }
    }

    private void add(Step step, Map<Credential, Step> byCredential, List<Step> others) {
        if (state.isProcessed(step)) {
            return;
        }
        StepKind.choice(step.provider())
                .ifPresentOrElse(credential -> byCredential.put(credential, step), () -> others.add(step));
    }
}
