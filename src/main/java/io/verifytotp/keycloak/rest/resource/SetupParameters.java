package io.verifytotp.keycloak.rest.resource;

import io.verifytotp.keycloak.rest.http.ApiError;
import io.verifytotp.keycloak.rest.http.ExactParameters;
import io.verifytotp.keycloak.rest.http.Parameters;
import io.verifytotp.keycloak.setup.change.SetupRequest;
import io.verifytotp.keycloak.setup.change.SetupWay;
import io.verifytotp.keycloak.setup.plan.SetupGoal;
import io.verifytotp.keycloak.setup.plan.SetupMode;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.Config;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.RealmModel;

/**
 * Parameters of a set-up.
 *
 * @param confirmed true if the caller knows that the realm of administrators is meant
 */
record SetupParameters(SetupRequest request, boolean dryRun, boolean confirmed) {
    private static final String MODE = "Mode";
    private static final String LEVELS = "Levels";
    private static final String WAYS = "Ways";
    private static final String PROVIDERS = "Providers";
    private static final String ALL = "all";
    private static final String DRY_RUN = "DryRun";
    private static final String CONFIRM = "Confirm";

    /** Ways in whose flows can have levels of authentication. */
    private static final Set<SetupWay> WITH_LEVELS = EnumSet.of(SetupWay.BROWSER, SetupWay.CLIENT_OVERRIDES);

    static SetupParameters of(HttpRequest request, Parameters parameters) {
        ExactParameters.requireForm(request, List.of(MODE, LEVELS, WAYS, PROVIDERS, DRY_RUN, CONFIRM));
        SetupGoal goal = goal(parameters);
        Set<SetupWay> ways = parameters
                .text(WAYS)
                .map(text -> parts(WAYS, text))
                .map(SetupParameters::ways)
                .orElseGet(() -> goal.mode().isPresent() ? all() : WITH_LEVELS);
        requireFitting(goal, ways, parameters);
        Optional<Set<String>> providers =
                parameters.text(PROVIDERS).map(text -> new LinkedHashSet<>(parts(PROVIDERS, text)));
        boolean confirmed =
                parameters.choice(CONFIRM, List.of(Config.getAdminRealm())).isPresent();
        return new SetupParameters(new SetupRequest(goal, ways, providers), parameters.isTrue(DRY_RUN), confirmed);
    }

    private static SetupGoal goal(Parameters parameters) {
        Optional<SetupMode> mode = parameters.choice(MODE, words()).flatMap(SetupParameters::mode);
        boolean levels = parameters.isTrue(LEVELS);
        if (!levels) {
            Parameters.required(MODE, mode);
        }
        if (levels && mode.filter(SetupMode.ENROLLED::equals).isPresent()) {
            throw ApiError.parameter(
                    LEVELS,
                    "must be false with " + MODE + "=" + SetupMode.ENROLLED.word()
                            + ": users without a factor would reach level 2 without a code");
        }
        return new SetupGoal(mode, levels);
    }

    private static void requireFitting(SetupGoal goal, Set<SetupWay> ways, Parameters parameters) {
        if (goal.levels() && ways.stream().noneMatch(WITH_LEVELS::contains)) {
            throw ApiError.parameter(LEVELS, "must be false where " + WAYS + " has neither " + withLevels(" nor "));
        }
        if (goal.mode().isEmpty() && !WITH_LEVELS.containsAll(ways)) {
            throw ApiError.parameter(WAYS, "must be " + withLevels(" or ") + " or both without " + MODE);
        }
        if (goal.mode().isEmpty() && parameters.text(PROVIDERS).isPresent()) {
            throw ApiError.parameter(PROVIDERS, "must not be given without " + MODE);
        }
    }

    private static String withLevels(String between) {
        return WITH_LEVELS.stream().sorted().map(SetupWay::word).collect(Collectors.joining(between));
    }

    /** Reads the parameters of an undoing: whether it is a dry run. */
    static boolean dryRunOfUndoing(HttpRequest request, Parameters parameters) {
        ExactParameters.requireQuery(request, List.of(DRY_RUN));
        return parameters.isTrue(DRY_RUN);
    }

    /** Throws the API's 400 where administrators could lock themselves out without having been told. */
    void requireConfirmation(RealmModel realm) {
        if (realm.getName().equals(Config.getAdminRealm()) && !confirmed && !dryRun) {
            throw ApiError.parameter(
                    CONFIRM,
                    "must be " + Config.getAdminRealm() + " in the realm of administrators: a mistake there locks you"
                            + " out as well, so make sure first that the way back in docs/operate.md works for you");
        }
    }

    private static List<String> words() {
        return Arrays.stream(SetupMode.values()).map(SetupMode::word).toList();
    }

    private static Optional<SetupMode> mode(String word) {
        return Arrays.stream(SetupMode.values())
                .filter(mode -> mode.word().equals(word))
                .findFirst();
    }

    private static Set<SetupWay> ways(List<String> words) {
        Set<SetupWay> ways = EnumSet.noneOf(SetupWay.class);
        words.forEach(word -> ways.addAll(word.equals(ALL) ? all() : Set.of(way(word))));
        return ways;
    }

    private static SetupWay way(String word) {
        return Arrays.stream(SetupWay.values())
                .filter(way -> way.word().equals(word))
                .findFirst()
                .orElseThrow(() -> ApiError.parameter(
                        WAYS, "must be " + ALL + ", or some of " + String.join(", ", SetupWay.words())));
    }

    private static Set<SetupWay> all() {
        return EnumSet.allOf(SetupWay.class);
    }

    /** Splits a list at its commas, and refuses an empty one. */
    private static List<String> parts(String parameter, String text) {
        List<String> parts = Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
        if (parts.isEmpty()) {
            throw ApiError.parameter(parameter, "must be a list, with commas");
        }
        return parts;
    }
}
