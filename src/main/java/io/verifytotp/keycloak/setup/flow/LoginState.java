package io.verifytotp.keycloak.setup.flow;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How far one simulated login has come. */
final class LoginState {
    /** Keycloak's statuses of a step that matter here; a step without one has not run. */
    enum Status {
        SUCCESS,
        ATTEMPTED,
        FAILED,
        SET_UP
    }

    private final Map<String, Status> statuses = new HashMap<>();
    private final Map<String, Boolean> decisions = new HashMap<>();
    private final Set<String> types = new LinkedHashSet<>();
    private final Set<Credential> given = EnumSet.noneOf(Credential.class);
    private final Set<Credential> setUp = EnumSet.noneOf(Credential.class);
    private final Set<String> doubts = new TreeSet<>();
    private final Set<String> passed = new LinkedHashSet<>();
    private boolean user;
    private int level = -1;
    private final Set<Integer> remembered = new TreeSet<>();
    private final Map<Integer, Boolean> requested = new HashMap<>();
    private @Nullable Step last;

    LoginState copy() {
        LoginState copy = new LoginState();
        copy.statuses.putAll(statuses);
        copy.decisions.putAll(decisions);
        copy.types.addAll(types);
        copy.given.addAll(given);
        copy.setUp.addAll(setUp);
        copy.doubts.addAll(doubts);
        copy.passed.addAll(passed);
        copy.user = user;
        copy.level = level;
        copy.remembered.addAll(remembered);
        copy.requested.putAll(requested);
        copy.last = last;
        return copy;
    }

    /** The same login in the next flow, whose steps have not run yet. */
    LoginState inNextFlow() {
        LoginState next = copy();
        next.statuses.clear();
        next.last = null;
        return next;
    }

    void mark(Step step, Status status) {
        statuses.put(step.id(), status);
        if (status == Status.SUCCESS && step.subflow().isEmpty()) {
            passed.add(step.provider());
        }
    }

    boolean is(Step step, Status status) {
        return statuses.get(step.id()) == status;
    }

    /** Returns whether Keycloak does not run the step again: it succeeded, gave up, or asked for a set-up. */
    boolean isProcessed(Step step) {
        Status status = statuses.get(step.id());
        return !step.isEnabled() || (status != null && status != Status.FAILED);
    }

    void answered(Step step) {
        last = step;
    }

    Optional<Step> lastAnswered() {
        return Optional.ofNullable(last);
    }

    boolean isPassed(Step step) {
        return is(step, Status.SUCCESS) || is(step, Status.SET_UP);
    }

    void giveOf(Credential credential) {
        given.add(credential);
        types.add(credential.type());
    }

    /** Notes a type by which other steps recognise what was given. */
    void addType(String type) {
        types.add(type);
    }

    void findUser() {
        user = true;
    }

    boolean hasUser() {
        return user;
    }

    void setsUp(Credential credential) {
        setUp.add(credential);
    }

    /** @param lasting whether Keycloak remembers it for the next login, and takes it as reached then */
    void reach(int reached, boolean lasting) {
        level = Math.max(level, reached);
        if (lasting) {
            remembered.add(reached);
        }
    }

    boolean remembers(int reached) {
        return remembered.contains(reached);
    }

    /** Returns whether the application requests that level of authentication, or a higher one: it may do either. */
    boolean requests(int wanted) {
        for (Map.Entry<Integer, Boolean> known : requested.entrySet()) {
            if (known.getValue() ? known.getKey() >= wanted : known.getKey() <= wanted) {
                return known.getValue();
            }
        }
        boolean decision = decide("the application requests level " + wanted, "");
        requested.put(wanted, decision);
        return decision;
    }

    int level() {
        return level;
    }

    Set<String> types() {
        return types.isEmpty() ? Set.of("none") : types;
    }

    /** Answers a question about this login that the flow alone does not; throws if the simulation has to split. */
    boolean decide(String question, String doubt) {
        Boolean decision = decisions.get(question);
        if (decision == null) {
            throw new Undecided(question, doubt);
        }
        return decision;
    }

    void decide(Undecided open, boolean decision) {
        decisions.put(open.question(), decision);
        if (!open.doubt().isEmpty()) {
            doubts.add(open.doubt());
        }
    }

    void doubt(String text) {
        doubts.add(text);
    }

    Ending ending() {
        return new Ending(EnumSet.copyOf(given), EnumSet.copyOf(setUp), List.copyOf(doubts), List.copyOf(passed));
    }

    /** Everything that what comes next depends on. */
    Object key() {
        return List.of(
                Map.copyOf(statuses),
                Map.copyOf(decisions),
                new HashSet<>(types),
                EnumSet.copyOf(given),
                EnumSet.copyOf(setUp),
                user,
                level,
                Set.copyOf(remembered),
                Map.copyOf(requested),
                last == null ? "" : last.id());
    }
}
