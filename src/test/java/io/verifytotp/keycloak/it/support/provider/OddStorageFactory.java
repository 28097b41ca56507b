package io.verifytotp.keycloak.it.support.provider;

import org.keycloak.component.ComponentModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.storage.UserStorageProviderFactory;

/** Makes a user storage as a company may have written it for its own directory. */
public final class OddStorageFactory implements UserStorageProviderFactory<OddStorage> {
    public static final String ID = "odd-storage";

    @Override
    public OddStorage create(KeycloakSession session, ComponentModel component) {
        return new OddStorage(session, component);
    }

    @Override
    public String getId() {
        return ID;
    }
}
