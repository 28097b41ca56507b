package io.verifytotp.keycloak.login.code;

import io.verifytotp.keycloak.compat.FailedLogins;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.events.Errors;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.services.managers.BruteForceProtector;

/**
 * Tells Keycloak's own brute-force protection about wrong codes, and asks it before a code is looked at. It is a
 * second net: our budgets hold without it. Wrong codes are reported as core's {@code otp}, which it counts.
 */
final class BruteForceBridge {
    private static final Logger LOG = Logger.getLogger(BruteForceBridge.class);

    private static final String CATEGORY = OTPCredentialModel.TYPE;

    private final KeycloakSession keycloak;
    private final UserModel user;

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
        KeycloakContext context = keycloak.getContext();
        if (!context.getRealm().isBruteForceProtected()) {
            return;
        }
        try {
            FailedLogins.OF_THIS_KEYCLOAK.report(protector(), context, user, CATEGORY);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.warn("Keycloak's brute-force protection did not take a wrong code; the factor has counted it", e);
        }
    }

    private BruteForceProtector protector() {
        return keycloak.getProvider(BruteForceProtector.class);
    }
}
