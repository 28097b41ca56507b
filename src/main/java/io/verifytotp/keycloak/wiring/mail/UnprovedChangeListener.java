package io.verifytotp.keycloak.wiring.mail;

import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.login.proof.ProofRule;
import io.verifytotp.keycloak.wiring.server.Meter;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Counts and logs changes that {@link ProofRule} should have stopped: a user with a factor got a new credential or a
 * linked identity provider in a login without a proof. Other extensions can do so without a required action.
 */
final class UnprovedChangeListener implements EventListenerProvider {
    private static final Logger LOG = Logger.getLogger(UnprovedChangeListener.class);

    private final KeycloakSession keycloak;

    UnprovedChangeListener(KeycloakSession keycloak) {
        this.keycloak = keycloak;
    }

    @Override
    public void onEvent(Event event) {
        if (event.getUserId() != null && isChange(event) && isUnproved(event)) {
            String realm = keycloak.getContext().getRealm().getName();
            LOG.warnf(
                    "Realm %s: a credential of a user with a factor was changed without a proof (event %s, %s)."
                            + " Check which extension or flow has changed it.",
                    event.getRealmId(), event.getType(), event.getDetails());
            Meter.UNPROVED_CHANGES.count(
                    "realm", realm, "event", event.getType().name());
        }
    }

    private static boolean isChange(Event event) {
        if (event.getType() == EventType.FEDERATED_IDENTITY_LINK) {
            return true;
        }
        String type = Optional.ofNullable(event.getDetails()).orElse(Map.of()).get(Details.CREDENTIAL_TYPE);
        return event.getType() == EventType.UPDATE_CREDENTIAL
                && !Identifiers.CREDENTIAL_TYPE.equals(type)
                && !PasswordCredentialModel.TYPE.equals(type);
    }

    private boolean isUnproved(Event event) {
        RealmModel realm = keycloak.getContext().getRealm();
        UserModel user = realm == null ? null : keycloak.users().getUserById(realm, event.getUserId());
        ProofRule rule = new ProofRule(keycloak);
        if (user == null || !rule.appliesTo(user)) {
            return false;
        }
        AuthenticationSessionModel login = keycloak.getContext().getAuthenticationSession();
        return login == null || !user.equals(login.getAuthenticatedUser()) || rule.lacksProof(login);
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        // Administrators need no proof of the user.
    }

    @Override
    public void close() {}
}
