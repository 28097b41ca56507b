package io.verifytotp.keycloak.store.realm;

import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.domain.service.ServiceOptions;
import io.verifytotp.keycloak.totp.VisibleText;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Tells the log that stored options are wrong. A Service is read with every request, so each is told once: again only
 * when it is another value, or when the required action is missing anew.
 */
final class OptionWarnings {
    private static final Logger LOG = Logger.getLogger(RealmServices.class);
    private static final int LONGEST_VALUE = 40;
    private static final String MISSING = "missing";

    /** As many as there are options that are wrong. */
    private static final Map<String, String> TOLD = new ConcurrentHashMap<>();

    private OptionWarnings() {}

    /**
     * Tells of values that are wrong, and of what counts instead.
     *
     * @param place where they are stored
     * @param stored by key
     */
    static void ofValues(String realmId, String place, Map<String, String> stored, ServiceOptions options) {
        for (ServiceOptions.Problem problem : options.problems()) {
            String key = problem.option().key();
            String value = Objects.toString(stored.get(key), "");
            if (!value.equals(TOLD.put(realmId + ' ' + place + ' ' + key, value))) {
                LOG.warnf(
                        "Realm %s: the stored option %s of %s is wrong: \"%s\". %s Until it is corrected, %s counts.",
                        realmId, key, place, shown(value), problem.message(), counting(problem, options));
            }
        }
    }

    /** Tells that a realm has no required action, so that its options are lost; or notes that it has. */
    static void ofAction(String realmId, boolean missing) {
        String key = realmId + ' ' + MISSING;
        if (!missing) {
            if (TOLD.containsKey(key)) {
                TOLD.remove(key);
            }
        } else if (TOLD.put(key, MISSING) == null) {
            LOG.warnf(
                    "Realm %s has no required action %s: all options have their defaults and nobody can set up a"
                            + " factor. Register the action, or restart the server, which does so.",
                    realmId, Identifiers.REQUIRED_ACTION);
        }
    }

    private static String counting(ServiceOptions.Problem problem, ServiceOptions options) {
        String value =
                options.withDefaultsForProblems().set().get(problem.option().key());
        return value == null ? "its default" : '"' + value + '"';
    }

    private static String shown(String value) {
        String line = VisibleText.oneLine(value);
        return line.length() <= LONGEST_VALUE ? line : line.substring(0, LONGEST_VALUE) + "…";
    }
}
