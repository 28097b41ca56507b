package io.verifytotp.keycloak.wiring;

import org.keycloak.Config;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Listens in every realm; the option {@code notifyUsers} of a realm's default Service turns it off. */
public final class NoticeListenerFactory implements EventListenerProviderFactory {
    private final Throttle throttle = new Throttle(new KeycloakClock());

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new NoticeListener(session, new NoticeMail(session.getKeycloakSessionFactory(), throttle));
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    @Override
    public boolean isGlobal() {
        return true;
    }

    @Override
    public String getId() {
        return "verify-totp-notices";
    }
}
