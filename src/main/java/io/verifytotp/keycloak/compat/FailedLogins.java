package io.verifytotp.keycloak.compat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.BruteForceProtector;

/**
 * Reports failed logins of a credential category to Keycloak's brute-force protection. Up to 26.5 the protection counts
 * every failed execution by itself, and {@code failedLogin} takes no category; since 26.6 it counts only the categories
 * that core ships, and the method takes one; since 26.7 it takes a set of them. Can go with 26.6: then a plain call does.
 */
public final class FailedLogins {
    private static final Logger LOG = Logger.getLogger(FailedLogins.class);

    private static final int PARAMETERS_WITHOUT_CATEGORY = 4;
    private static final int PARAMETERS_WITH_CATEGORY = 5;

    public static final FailedLogins OF_THIS_KEYCLOAK = new FailedLogins(BruteForceProtector.class);

    private final Optional<Method> withCategory;
    private final boolean withoutCategory;

    FailedLogins(Class<?> protector) {
        List<Method> methods = Arrays.stream(protector.getMethods())
                .filter(method -> method.getName().equals("failedLogin"))
                .toList();
        withCategory = methods.stream()
                .filter(method -> method.getParameterCount() == PARAMETERS_WITH_CATEGORY)
                .findFirst();
        withoutCategory =
                methods.stream().anyMatch(method -> method.getParameterCount() == PARAMETERS_WITHOUT_CATEGORY);
    }

    /** Logs a warning if this Keycloak has neither form of the method. To be called once, at start-up. */
    public void warnIfUnknown() {
        if (!needsReport() && !withoutCategory) {
            LOG.warn("Wrong codes are not reported to Keycloak's brute-force protection: it has no method failedLogin"
                    + " that this version of Verify TOTP can call. The limits of each factor still apply. Install a"
                    + " version of Verify TOTP that supports this Keycloak");
        }
    }

    /** True if Keycloak does not count failed executions by itself, and can be told of them. */
    boolean needsReport() {
        return withCategory.isPresent();
    }

    /** Reports one failed login in the realm of the context, if Keycloak needs that. Throws if Keycloak fails on it. */
    public void report(BruteForceProtector protector, KeycloakContext context, UserModel user, String category)
            throws ReflectiveOperationException {
        if (withCategory.isPresent()) {
            Method method = withCategory.get();
            boolean takesSet = method.getParameterTypes()[PARAMETERS_WITH_CATEGORY - 1] == Set.class;
            method.invoke(
                    protector,
                    context.getRealm(),
                    user,
                    context.getConnection(),
                    context.getUri(),
                    takesSet ? Set.of(category) : category);
        }
    }
}
