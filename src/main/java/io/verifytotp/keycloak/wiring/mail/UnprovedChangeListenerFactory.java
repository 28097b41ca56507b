package io.verifytotp.keycloak.wiring.mail;

import io.verifytotp.keycloak.wiring.server.GlobalListenerFactory;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.models.KeycloakSession;

/** Registers the {@link UnprovedChangeListener} in every realm. */
public final class UnprovedChangeListenerFactory extends GlobalListenerFactory {
    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new UnprovedChangeListener(session);
    }

    @Override
    public String getId() {
        return "verify-totp-unproved-changes";
    }
}
