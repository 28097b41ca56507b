package io.verifytotp.keycloak.login;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
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
    private static final String CATEGORY = OTPCredentialModel.TYPE;
    private static final int PARAMETERS_WITH_CATEGORY = 5;
    private static final Optional<Method> FAILED_LOGIN = Arrays.stream(BruteForceProtector.class.getMethods())
            .filter(method -> method.getName().equals("failedLogin"))
            .filter(method -> method.getParameterCount() == PARAMETERS_WITH_CATEGORY)
            .findFirst();

    private final KeycloakSession keycloak;
    private final UserModel user;

    BruteForceBridge(Occasion occasion) {
        this.keycloak = occasion.keycloak();
        this.user = occasion.user();
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

    /** Counts a wrong code, where the flow's own report of it would not. */
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
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("Keycloak's brute-force protection did not take a wrong code", e);
        }
    }

    private BruteForceProtector protector() {
        return keycloak.getProvider(BruteForceProtector.class);
    }
}
