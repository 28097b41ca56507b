package io.verifytotp.keycloak.setup.flow;

import io.verifytotp.keycloak.setup.flow.LoginState.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One pass of Keycloak through a flow, as {@code DefaultAuthenticationFlow} of 26.7.3 makes it after each answer. It
 * ends with success, with failure, or with a page.
 */
final class FlowRun {
    private final FlowTree tree;
    private final Facts facts;
    private final LoginState state;
    private final StepRun steps;
    private final Conditions conditions;
    private final Choices choices;

    FlowRun(FlowTree tree, Facts facts, Person person, LoginState state) {
        this.tree = tree;
        this.facts = facts;
        this.state = state;
        this.steps = new StepRun(facts, person, state);
        this.conditions = new Conditions(tree.top(), facts, person, state);
        this.choices = new Choices(tree, person, state, conditions);
    }

    /** Lets the user answer a step that a page offers. */
    void answer(Step step) {
        steps.answer(step);
        state.answered(step);
    }

    /** Goes on after an answer as Keycloak does: from the sub-flow of the answered step upwards, then from the top. */
    boolean resume() {
        Optional<Step> last = state.lastAnswered();
        while (last.isPresent()) {
            last = tree.holderOf(unfinishedAbove(last.get()));
            last.ifPresent(this::run);
        }
        return process(tree.top());
    }

    /** Marks the sub-flows above a step that are complete by now, and returns the first flow that is not. */
    private Flow unfinishedAbove(Step step) {
        Flow parent = tree.parentOf(step);
        Optional<Step> holder = tree.holderOf(parent);
        if (holder.isEmpty() || !isComplete(parent, step)) {
            return parent;
        }
        succeed(holder.get());
        return unfinishedAbove(holder.get());
    }

    private boolean isComplete(Flow flow, Step step) {
        List<Step> required = new ArrayList<>();
        List<Step> alternatives = new ArrayList<>();
        split(flow, required, alternatives);
        return step.requirement() == Requirement.ALTERNATIVE
                ? required.isEmpty() && alternatives.stream().anyMatch(one -> state.is(one, Status.SUCCESS))
                : required.stream().allMatch(one -> state.is(one, Status.SUCCESS));
    }

    /** Returns whether the flow is successful. Throws {@link PageShown} or {@link FlowRefused} where it stops. */
    private boolean process(Flow flow) {
        List<Step> required = new ArrayList<>();
        List<Step> alternatives = new ArrayList<>();
        split(flow, required, alternatives);
        if (!required.isEmpty()) {
            return processRequired(required);
        }
        return processAlternatives(alternatives);
    }

    /** Sorts the steps as Keycloak does: beside a required or conditional step, alternatives are ignored. */
    static void split(Flow flow, List<Step> required, List<Step> alternatives) {
        for (Step step : flow.steps()) {
            if (step.isEnabled() && !step.condition()) {
                (step.requirement() == Requirement.ALTERNATIVE ? alternatives : required).add(step);
            }
        }
        if (!required.isEmpty()) {
            alternatives.clear();
        }
    }

    /** A flow all of whose conditional sub-flows are left out has failed. */
    private boolean processRequired(List<Step> required) {
        boolean any = false;
        for (Step step : required) {
            if (isLeftOut(step)) {
                continue;
            }
            any = true;
            run(step);
            if (!state.isPassed(step)) {
                return false;
            }
        }
        return any;
    }

    private boolean isLeftOut(Step step) {
        return step.requirement() == Requirement.CONDITIONAL
                && step.subflow().isPresent()
                && !state.isProcessed(step)
                && !conditions.allow(step);
    }

    private boolean processAlternatives(List<Step> alternatives) {
        if (alternatives.stream().noneMatch(state::isPassed)) {
            for (Step step : alternatives) {
                try {
                    run(step);
                } catch (FlowRefused e) {
                    state.mark(step, Status.ATTEMPTED);
                }
                if (state.isPassed(step)) {
                    break;
                }
            }
        }
        return alternatives.stream().anyMatch(state::isPassed);
    }

    private void run(Step step) {
        if (state.isProcessed(step)) {
            return;
        }
        if (step.isSubflow()) {
            if (process(step.subflow().orElseThrow())) {
                succeed(step);
            } else {
                state.mark(step, Status.FAILED);
            }
            return;
        }
        List<Step> offered = choices.at(step);
        if (offered.isEmpty()) {
            steps.reach(step, List.of());
            return;
        }
        List<Step> open =
                offered.stream().filter(choice -> !state.isProcessed(choice)).toList();
        if (!open.isEmpty()) {
            steps.reach(facts.pages() ? open.get(0) : first(step, open), open);
        }
    }

    private void succeed(Step holder) {
        state.mark(holder, Status.SUCCESS);
        holder.subflow().ifPresent(conditions::reached);
    }

    /** A direct grant takes the credential that the user prefers: it may be any of them. */
    private Step first(Step step, List<Step> open) {
        for (Step choice : open.subList(0, open.size() - 1)) {
            if (state.decide(step.id() + " prefers " + choice.id(), "")) {
                return choice;
            }
        }
        return open.get(open.size() - 1);
    }
}
