package io.verifytotp.keycloak.wiring.server;

import io.verifytotp.keycloak.spi.PlainFactory;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;

/** A listener that Keycloak calls in every realm, whatever listeners the realm has configured. */
public abstract class GlobalListenerFactory
        implements EventListenerProviderFactory, PlainFactory<EventListenerProvider> {
    @Override
    public final boolean isGlobal() {
        return true;
    }
}
