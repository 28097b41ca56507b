package io.verifytotp.keycloak.rest.resource;

import io.verifytotp.keycloak.rest.http.ApiError;
import io.verifytotp.keycloak.rest.http.ExactParameters;
import io.verifytotp.keycloak.rest.http.Parameters;
import io.verifytotp.keycloak.setup.change.SetupRequest;
import io.verifytotp.keycloak.setup.change.SetupWay;
import io.verifytotp.keycloak.setup.plan.SetupMode;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    private static final String WAYS = "Ways";
    private static final String PROVIDERS = "Providers";
    private static final String ALL = "all";
    private static final String DRY_RUN = "DryRun";
    private static final String CONFIRM = "Confirm";

    static SetupParameters of(HttpRequest request, Parameters parameters) {
        ExactParameters.requireForm(request, List.of(MODE, WAYS, PROVIDERS, DRY_RUN, CONFIRM));
        SetupMode mode =
                Parameters.required(MODE, parameters.choice(MODE, words()).flatMap(SetupParameters::mode));
        Set<SetupWay> ways = parameters
                .text(WAYS)
                .map(text -> parts(WAYS, text))
                .map(SetupParameters::ways)
                .orElseGet(SetupParameters::all);
        Optional<Set<String>> providers =
                parameters.text(PROVIDERS).map(text -> new LinkedHashSet<>(parts(PROVIDERS, text)));
        boolean confirmed =
                parameters.choice(CONFIRM, List.of(Config.getAdminRealm())).isPresent();
        return new SetupParameters(new SetupRequest(mode, ways, providers), parameters.isTrue(DRY_RUN), confirmed);
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
