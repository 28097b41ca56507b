package io.verifytotp.keycloak.setup.flow;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keycloak's conditions of conditional sub-flows. */
public final class Conditions {
    /** In the configuration of {@link #EXECUTED}: the alias that several flows have. */
    public static final String AMBIGUOUS = "ambiguous alias";

    private static final String CONFIGURED = "conditional-user-configured";
    private static final String CREDENTIAL = "conditional-credential";
    /** Provider id of the condition on a sub-flow, which is named by its id here. */
    public static final String EXECUTED = "conditional-sub-flow-executed";

    private static final String LEVEL = "conditional-level-of-authentication";
    private static final String SCOPE = "conditional-client-scope";

    /** Conditions whose answer depends on who logs in and where, with what it depends on. */
    private static final Map<String, String> DEPENDS = Map.of(
            "conditional-user-role",
            "the user's roles",
            "conditional-user-attribute",
            "the user's attributes",
            SCOPE,
            "the client's scopes");

    private final Flow top;
    private final Facts facts;
    private final Person person;
    private final LoginState state;

    Conditions(Flow top, Facts facts, Person person, LoginState state) {
        this.top = top;
        this.facts = facts;
        this.person = person;
        this.state = state;
    }

    /** Returns whether Keycloak runs a conditional sub-flow now. */
    boolean allow(Step conditional) {
        List<Step> steps = conditional.subflow().map(Flow::steps).orElse(List.of());
        List<Step> conditions =
                steps.stream().filter(Step::isEnabled).filter(Step::condition).toList();
        return !conditions.isEmpty() && conditions.stream().allMatch(condition -> matches(condition, steps));
    }

    private boolean matches(Step condition, List<Step> siblings) {
        return switch (condition.provider()) {
            case CONFIGURED -> areConfigured(siblings);
            case CREDENTIAL -> matchesCredential(condition.config());
            case EXECUTED -> matchesExecuted(condition.config());
            case LEVEL -> matchesLevel(condition.config());
            default -> dependsOnMore(condition);
        };
    }

    private boolean dependsOnMore(Step condition) {
        String what = DEPENDS.get(condition.provider());
        if (what == null) {
            return state.decide(condition.id(), "the condition '" + condition.provider() + "' is not known");
        }
        boolean ofUser = !condition.provider().equals(SCOPE);
        return (state.hasUser() || !ofUser) && state.decide(condition.id(), "a condition depends on " + what);
    }

    /**
     * The first level is run whatever the application requests, each further one only if it is requested. Anybody can
     * change the request in the address of the login.
     */
    private boolean matchesLevel(Map<String, String> config) {
        int level = number(config.get("loa-condition-level")).orElse(0);
        return state.level() < 0 || (!state.remembers(level) && state.requests(level));
    }

    /** Notes the levels of authentication that a sub-flow has reached by its success. */
    void reached(Flow flow) {
        flow.steps().stream()
                .filter(step -> step.isEnabled() && step.provider().equals(LEVEL))
                .map(Step::config)
                .forEach(config -> number(config.get("loa-condition-level"))
                        .ifPresent(level -> state.reach(
                                level, number(config.get("loa-max-age")).orElse(1) > 0)));
    }

    private static Optional<Integer> number(@Nullable String text) {
        return Optional.ofNullable(text)
                .filter(digits -> digits.matches("\\d{1,9}"))
                .map(Integer::valueOf);
    }

    private boolean areConfigured(List<Step> siblings) {
        List<Step> steps = siblings.stream()
                .filter(step -> step.subflow().isEmpty() && !step.condition())
                .toList();
        List<Step> required = with(steps, Requirement.REQUIRED);
        if (!required.isEmpty()) {
            return required.stream().allMatch(this::isConfigured);
        }
        List<Step> alternatives = with(steps, Requirement.ALTERNATIVE);
        return alternatives.isEmpty() || alternatives.stream().anyMatch(this::isConfigured);
    }

    private static List<Step> with(List<Step> steps, Requirement requirement) {
        return steps.stream().filter(step -> step.requirement() == requirement).toList();
    }

    private boolean isConfigured(Step step) {
        Optional<StepKind> kind = StepKind.of(step.provider());
        if (kind.isEmpty()) {
            return state.decide(step.id() + " configured", StepRun.unknown(step));
        }
        if (kind.get().needsUser() && !state.hasUser()) {
            return false;
        }
        return switch (step.provider()) {
            case StepKind.ORGANIZATION -> facts.organizations();
            case StepKind.PASSWORD_FORM ->
                person.has(Credential.PASSWORD) || (facts.passkeys() && person.has(Credential.PASSKEY));
            default ->
                kind.get().credential().map(person::has).orElse(kind.get().configured());
        };
    }

    private boolean matchesCredential(Map<String, String> config) {
        Set<String> wanted = new HashSet<>(
                Arrays.asList(config.getOrDefault("credentials", "").split("\\s*##\\s*")));
        wanted.retainAll(state.types());
        return Boolean.parseBoolean(config.get("included")) != wanted.isEmpty();
    }

    private boolean matchesExecuted(Map<String, String> config) {
        if (config.isEmpty()) {
            return false;
        }
        if (config.containsKey(AMBIGUOUS)) {
            return state.decide(
                    AMBIGUOUS + config.get(AMBIGUOUS), "two flows have the alias '" + config.get(AMBIGUOUS) + "'");
        }
        boolean executed = !"not-executed".equals(config.get("check_result"));
        boolean succeeded = Optional.ofNullable(config.get("flow_to_check"))
                .flatMap(top::holderOf)
                .filter(holder -> state.is(holder, LoginState.Status.SUCCESS))
                .isPresent();
        return executed == succeeded;
    }
}
