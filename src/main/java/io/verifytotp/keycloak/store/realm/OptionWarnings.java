package io.verifytotp.keycloak.store.realm;

import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.domain.service.ServiceOptions;
import io.verifytotp.keycloak.totp.VisibleText;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Logs wrong stored options. Services are read with every request, so each warning is logged once: again only if the
 * value was changed, or if the required action was there in between.
 */
final class OptionWarnings {
    private static final Logger LOG = Logger.getLogger(RealmServices.class);
    private static final int LONGEST_VALUE = 40;
    private static final String MISSING = "missing";

    /** More than a server has wrong options. Beyond it all are forgotten, and logged again. */
    private static final int MOST = 10_000;

    private final Map<String, String> logged = new ConcurrentHashMap<>();

    /** Warns of wrong values by key, which are stored at {@code place}, with the values that are used instead. */
    void ofValues(String realmId, String place, Map<String, String> stored, ServiceOptions options) {
        for (ServiceOptions.Problem problem : options.problems()) {
            String key = problem.option().key();
            String value = Objects.toString(stored.get(key), "");
            if (isNew(realmId + ' ' + place + ' ' + key, value)) {
                LOG.warnf(
                        "Realm %s: the stored option %s of %s is wrong: \"%s\". %s Until it is corrected, %s is used.",
                        realmId, key, place, shortened(value), problem.message(), effective(problem, options));
            }
        }
    }

    /** Warns that a realm has no required action, and with it no options; or notes that it has one. */
    void ofAction(String realmId, boolean missing) {
        String key = realmId + ' ' + MISSING;
        if (!missing) {
            logged.remove(key);
        } else if (isNew(key, MISSING)) {
            LOG.warnf(
                    "Realm %s has no required action %s: all options have their defaults, and users can't set up a"
                            + " factor. Register the action, or restart the server, which registers it.",
                    realmId, Identifiers.REQUIRED_ACTION);
        }
    }

    private boolean isNew(String key, String value) {
        if (logged.size() > MOST) {
            logged.clear();
        }
        return !value.equals(logged.put(key, value));
    }

    private static String effective(ServiceOptions.Problem problem, ServiceOptions options) {
        String value =
                options.withDefaultsForProblems().set().get(problem.option().key());
        return value == null ? "its default" : '"' + value + '"';
    }

    private static String shortened(String value) {
        String line = VisibleText.oneLine(value);
        return line.length() <= LONGEST_VALUE ? line : line.substring(0, LONGEST_VALUE) + "…";
    }
}
