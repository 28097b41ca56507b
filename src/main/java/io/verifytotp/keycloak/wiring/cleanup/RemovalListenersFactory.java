package io.verifytotp.keycloak.wiring.cleanup;

import io.verifytotp.keycloak.store.jpa.CascadingDeletes;
import io.verifytotp.keycloak.store.transaction.OwnTransaction;
import io.verifytotp.keycloak.wiring.mail.NoticeListenerFactory;
import io.verifytotp.keycloak.wiring.server.GlobalListenerFactory;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Registers both removal listeners: {@link RemovalListener} and {@link CredentialRemovalListener}, in every realm. */
public final class RemovalListenersFactory extends GlobalListenerFactory {
    private RemovalListener deletes;

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new CredentialRemovalListener(
                session, deletes, NoticeListenerFactory.noticesOf(session.getKeycloakSessionFactory()));
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        deletes = new RemovalListener(new CascadingDeletes(new OwnTransaction(factory)));
        factory.register(deletes::onEvent);
    }

    @Override
    public String getId() {
        return "verify-totp-removals";
    }
}
