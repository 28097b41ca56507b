package io.verifytotp.keycloak.store.realm;

import org.keycloak.component.ComponentFactory;

/** Type of the factory by which Keycloak checks Services that are kept as components. */
public interface ServiceComponentFactory extends ComponentFactory<ServiceComponent, ServiceComponent> {}
