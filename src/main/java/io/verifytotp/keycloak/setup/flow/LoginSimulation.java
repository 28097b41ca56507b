package io.verifytotp.keycloak.setup.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Simulates the logins of one person through flows that follow each other: every choice that the person has, and both
 * answers of every question that the flow leaves open.
 */
final class LoginSimulation {
    /** Far more than the flows of real realms need. */
    private static final int MOST_STATES = 20_000;

    private final Facts facts;
    private final Person person;

    LoginSimulation(Facts facts, Person person) {
        this.facts = facts;
        this.person = person;
    }

    /** Returns the logins that get in. */
    List<Ending> endings(List<Flow> flows) {
        LoginState start = new LoginState();
        if (facts.known()) {
            start.findUser();
        }
        List<LoginState> states = List.of(start);
        for (Flow flow : flows) {
            List<LoginState> next = new ArrayList<>();
            states.forEach(state -> next.addAll(through(flow, state.inNextFlow())));
            states = next;
        }
        return states.stream().map(LoginState::ending).toList();
    }

    private List<LoginState> through(Flow flow, LoginState start) {
        FlowTree tree = new FlowTree(flow);
        List<LoginState> successes = new ArrayList<>();
        Set<Object> seen = new HashSet<>();
        Deque<LoginState> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            LoginState state = open.pop();
            if (seen.size() >= MOST_STATES) {
                state.doubt("the flow has too many paths");
                successes.add(state);
                return successes;
            }
            if (seen.add(state.key())) {
                pass(tree, state, successes::add, open::push);
            }
        }
        return successes;
    }

    /** Takes a login to its next page or to its end. */
    private void pass(FlowTree tree, LoginState start, Consumer<LoginState> success, Consumer<LoginState> more) {
        LoginState state = start.copy();
        FlowRun run = new FlowRun(tree, facts, person, state);
        try {
            // Keycloak refuses a login that has found no user by the end of the flow.
            if (run.resume() && state.hasUser()) {
                success.accept(state);
            }
        } catch (PageShown page) {
            page.choices().forEach(choice -> answer(tree, state, choice, more));
        } catch (Undecided question) {
            split(start, question, more);
        } catch (FlowRefused e) {
            return; // this login does not get in
        }
    }

    private void answer(FlowTree tree, LoginState page, Step choice, Consumer<LoginState> more) {
        LoginState state = page.copy();
        try {
            new FlowRun(tree, facts, person, state).answer(choice);
            more.accept(state);
        } catch (Undecided question) {
            for (boolean decision : new boolean[] {true, false}) {
                LoginState decided = page.copy();
                decided.decide(question, decision);
                answer(tree, decided, choice, more);
            }
        } catch (FlowRefused | PageShown e) {
            return; // this choice ends at an error page
        }
    }

    private static void split(LoginState start, Undecided question, Consumer<LoginState> more) {
        for (boolean decision : new boolean[] {true, false}) {
            LoginState decided = start.copy();
            decided.decide(question, decision);
            more.accept(decided);
        }
    }
}
