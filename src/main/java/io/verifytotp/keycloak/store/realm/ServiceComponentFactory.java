package io.verifytotp.keycloak.store.realm;

import org.keycloak.component.ComponentFactory;

/** What Keycloak asks about Services that are kept as components. */
public interface ServiceComponentFactory extends ComponentFactory<ServiceComponent, ServiceComponent> {}
