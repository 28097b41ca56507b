package io.verifytotp.keycloak.login.code;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.keycloak.events.Errors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.services.managers.BruteForceProtector;

/**
 * Tells Keycloak's own brute-force protection about wrong codes, and asks it before a code is looked at. It is a
 * second net: our budgets hold without it.
 *
 * <p>Since 26.6.0 it counts only the credential categories that core ships, so wrong codes are reported as core's
 * {@code otp}. Before, it counts every failed execution by itself. The method has had three signatures since
 * 26.4, which is why it is found by reflection: one jar runs on all of them.
 */
final class BruteForceBridge {
    private static final Logger LOG = Logger.getLogger(BruteForceBridge.class);

    private static final String CATEGORY = OTPCredentialModel.TYPE;
    private static final int PARAMETERS_WITH_CATEGORY = 5;
    private static final int PARAMETERS_WITHOUT = 4;
    private static final Optional<Method> FAILED_LOGIN = failedLoginOf(BruteForceProtector.class);

    private final KeycloakSession keycloak;
    private final UserModel user;

    /**
     * The method that takes a category; empty before 26.6.0, where none is needed. Another Keycloak without it is
     * warned of: as a constant's value once in a server's life.
     */
    static Optional<Method> failedLoginOf(Class<?> protector) {
        List<Method> methods = Arrays.stream(protector.getMethods())
                .filter(method -> method.getName().equals("failedLogin"))
                .toList();
        if (methods.stream()
                .noneMatch(method -> method.getParameterCount() == PARAMETERS_WITH_CATEGORY
                        || method.getParameterCount() == PARAMETERS_WITHOUT)) {
            LOG.warn("Keycloak's brute-force protection has no method failedLogin that is known here, so it is not told"
                    + " about wrong codes. The limits of each factor hold. Look for a newer version of this extension");
        }
        return methods.stream()
                .filter(method -> method.getParameterCount() == PARAMETERS_WITH_CATEGORY)
                .findFirst();
    }

    BruteForceBridge(VerificationContext verification) {
        this.keycloak = verification.keycloak();
        this.user = verification.user();
    }

    /** The event error if Keycloak has locked the user out. */
    Optional<String> lockOut() {
        RealmModel realm = keycloak.getContext().getRealm();
        if (!realm.isBruteForceProtected()) {
            return Optional.empty();
        }
        BruteForceProtector protector = protector();
        if (protector.isPermanentlyLockedOut(keycloak, realm, user)) {
            return Optional.of(Errors.USER_DISABLED);
        }
        return protector.isTemporarilyDisabled(keycloak, realm, user)
                ? Optional.of(Errors.USER_TEMPORARILY_DISABLED)
                : Optional.empty();
    }

    /** Counts a wrong code, where the flow's own report of it would not. Never fails: the code is refused anyway. */
    void wrongCode() {
        RealmModel realm = keycloak.getContext().getRealm();
        if (!realm.isBruteForceProtected() || FAILED_LOGIN.isEmpty()) {
            return;
        }
        Method failedLogin = FAILED_LOGIN.get();
        boolean takesSet = failedLogin.getParameterTypes()[PARAMETERS_WITH_CATEGORY - 1] == Set.class;
        try {
            failedLogin.invoke(
                    protector(),
                    realm,
                    user,
                    keycloak.getContext().getConnection(),
                    keycloak.getContext().getUri(),
                    takesSet ? Set.of(CATEGORY) : CATEGORY);
        } catch (IllegalAccessException | InvocationTargetException | RuntimeException e) {
            LOG.warn("Keycloak's brute-force protection did not take a wrong code; the factor has counted it", e);
        }
    }

    private BruteForceProtector protector() {
        return keycloak.getProvider(BruteForceProtector.class);
    }
}
