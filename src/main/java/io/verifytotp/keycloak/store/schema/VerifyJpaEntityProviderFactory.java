package io.verifytotp.keycloak.store.schema;

import org.keycloak.Config;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Registers our tables with Keycloak, which creates and migrates them at start-up. */
public final class VerifyJpaEntityProviderFactory implements JpaEntityProviderFactory {
    @Override
    public JpaEntityProvider create(KeycloakSession session) {
        return new VerifyJpaEntityProvider(session, getId());
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    @Override
    public String getId() {
        return "verify-totp";
    }
}
