package io.verifytotp.keycloak.store.realm;

import org.keycloak.provider.Provider;

/**
 * Component type of a realm's Services other than the default one. Realm export and import contain components; the class
 * name is part of every export. The interface has no methods.
 */
public interface ServiceComponent extends Provider {}
