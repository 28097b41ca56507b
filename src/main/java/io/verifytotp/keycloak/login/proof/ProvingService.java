package io.verifytotp.keycloak.login.proof;

import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.login.service.LoginServices;
import io.verifytotp.keycloak.login.service.SetUpService;
import io.verifytotp.keycloak.spi.VerifyProvider;
import java.util.Optional;
import org.keycloak.authentication.requiredactions.DeleteCredentialAction;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The Service whose factors prove a change. The factors of a Service are changed with a proof by one of them; everything
 * else, the first factor of a Service included, with a proof by a factor of the first Service of the logins in which the
 * user has one.
 */
final class ProvingService {
    private final VerifyProvider verify;
    private final LoginServices services;

    ProvingService(VerifyProvider verify, RealmModel realm) {
        this.verify = verify;
        this.services = new LoginServices(verify, realm);
    }

    Service ofRealm() {
        return services.ofRealm();
    }

    /** Returns the Service for changes of other credentials; the default one if an outage hides the user's factors. */
    Optional<Service> ofUser(UserModel user) {
        try {
            return services.all()
                    .filter(service -> services.isEnrolled(service, user.getId()))
                    .findFirst();
        } catch (StoreUnavailableException e) {
            return Optional.of(services.ofRealm());
        }
    }

    /** Returns the Service for the required action with that provider id; empty if the user has no factor. */
    Optional<Service> ofAction(AuthenticationSessionModel login, String action) {
        UserModel user = login.getAuthenticatedUser();
        try {
            return changed(login, user, action).or(() -> ofUser(user));
        } catch (StoreUnavailableException e) {
            return Optional.of(services.ofRealm());
        }
    }

    /** Returns the Service whose factors the action changes, if the user has factors there. */
    private Optional<Service> changed(AuthenticationSessionModel login, UserModel user, String action) {
        return switch (action) {
            case Identifiers.REQUIRED_ACTION ->
                new SetUpService(verify, login).shown().filter(service -> services.isEnrolled(service, user.getId()));
            case DeleteCredentialAction.PROVIDER_ID ->
                Optional.ofNullable(login.getClientNote(Constants.KC_ACTION_PARAMETER))
                        .flatMap(credential -> ofFactor(user, credential));
            default -> Optional.empty();
        };
    }

    private Optional<Service> ofFactor(UserModel user, String credential) {
        return services.all()
                .filter(service -> verify.engine().factors(service, user.getId()).stream()
                        .map(Factor::id)
                        .anyMatch(id -> id.key().equalsIgnoreCase(credential))) // as some databases compare ids
                .findFirst();
    }
}
