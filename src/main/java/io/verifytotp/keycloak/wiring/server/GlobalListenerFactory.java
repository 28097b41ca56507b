package io.verifytotp.keycloak.wiring.server;

import org.keycloak.Config;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.KeycloakSessionFactory;

/** A listener that Keycloak calls in every realm, whatever listeners the realm has configured. */
public abstract class GlobalListenerFactory implements EventListenerProviderFactory {
    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    @Override
    public final boolean isGlobal() {
        return true;
    }
}
