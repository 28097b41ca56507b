package io.verifytotp.keycloak.store.jpa;

import java.util.List;
import org.keycloak.Config;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Registers our tables with Keycloak, which creates and migrates them at start-up. */
public final class VerifyJpaEntityProviderFactory implements JpaEntityProviderFactory, JpaEntityProvider {
    private static final String ID = "verify-totp";

    @Override
    public JpaEntityProvider create(KeycloakSession session) {
        return this;
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getFactoryId() {
        return ID;
    }

    @Override
    public List<Class<?>> getEntities() {
        return List.of(EntityRow.class, FactorRow.class, ChallengeRow.class);
    }

    @Override
    public String getChangelogLocation() {
        return "META-INF/verify-totp/changelog.xml";
    }
}
