package io.verifytotp.keycloak.store.realm;

import org.keycloak.provider.Provider;

/**
 * The type under which a realm keeps Services other than its default one: as components, which realm export and import
 * carry. The class name is part of every export. There is nothing to call here.
 */
public interface ServiceComponent extends Provider {}
