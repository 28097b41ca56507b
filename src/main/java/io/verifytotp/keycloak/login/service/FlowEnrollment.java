package io.verifytotp.keycloak.login.service;

import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.spi.VerifyProvider;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The answer to Keycloak's question whether a user has what the running flow asks for. */
public final class FlowEnrollment {
    private static final Logger LOG = Logger.getLogger(FlowEnrollment.class);

    private final RunningFlow flow;
    private final LoginServices services;
    private final KeycloakSession keycloak;
    private final RealmModel realm;

    public FlowEnrollment(VerifyProvider verify, KeycloakSession keycloak, RealmModel realm) {
        this.flow = new RunningFlow(keycloak, realm);
        this.services = new LoginServices(verify, realm);
        this.keycloak = keycloak;
        this.realm = realm;
    }

    /**
     * Returns whether the user has a factor in a Service of the flow. Also true if the flow names a Service that does
     * not exist: a false would skip a conditional step, while a true leads to the step, which refuses the user.
     */
    public boolean isEnrolled(String identity) {
        Optional<AuthenticationSessionModel> login = login();
        List<Optional<Service>> named =
                flow.ours(login).stream().map(services::of).distinct().toList();
        if (named.isEmpty()) {
            return services.isEnrolled(services.ofRealm(), identity);
        }
        if (named.stream().anyMatch(Optional::isEmpty)) {
            return true;
        }
        long enrolled = named.stream()
                .filter(service -> services.isEnrolled(service.get(), identity))
                .count();
        if (enrolled > 0 && enrolled < named.size()) {
            LOG.warnf(
                    "Realm %s: the steps of one flow name %d Services, and user %s has a factor in %d of them. Such a user"
                            + " is refused at the other steps. Let all steps of a flow name the same Service.",
                    realm.getId(), named.size(), identity, enrolled);
        }
        return enrolled > 0;
    }

    /**
     * Returns whether a step of the flow asks the user of the login for a code of Keycloak's own OTP, to adopt it. Looks at
     * the option first: most realms have it off, and every page of a login asks.
     */
    public boolean adoptsKeycloakOtp() {
        Service adopting = services.ofRealm();
        return adopting.adoptsKeycloakOtp() && asksInPlaceOfKeycloak(adopting);
    }

    private boolean asksInPlaceOfKeycloak(Service adopting) {
        Optional<AuthenticationSessionModel> login = login();
        Optional<UserModel> user = login.map(AuthenticationSessionModel::getAuthenticatedUser);
        return user.isPresent()
                && services.hasOtpToAdopt(adopting, user.get().getId())
                && flow.ours(login).stream()
                        .flatMap(execution -> services.of(execution).stream())
                        .anyMatch(adopting::equals);
    }

    private Optional<AuthenticationSessionModel> login() {
        return Optional.ofNullable(keycloak.getContext().getAuthenticationSession());
    }
}
