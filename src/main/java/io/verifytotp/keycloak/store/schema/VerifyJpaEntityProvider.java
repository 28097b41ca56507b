package io.verifytotp.keycloak.store.schema;

import io.verifytotp.keycloak.store.jpa.ChallengeRow;
import io.verifytotp.keycloak.store.jpa.EntityRow;
import io.verifytotp.keycloak.store.jpa.FactorRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.connections.jpa.JpaConnectionProviderFactory;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;
import org.keycloak.models.KeycloakSession;

/** Names our entities, and the change log that creates and migrates their tables at start-up. */
final class VerifyJpaEntityProvider implements JpaEntityProvider {
    static final String CHANGE_LOG = "META-INF/verify-totp/changelog.xml";

    private final KeycloakSession session;
    private final String factoryId;

    VerifyJpaEntityProvider(KeycloakSession session, String factoryId) {
        this.session = session;
        this.factoryId = factoryId;
    }

    @Override
    public List<Class<?>> getEntities() {
        return List.of(EntityRow.class, FactorRow.class, ChallengeRow.class);
    }

    /**
     * Returns null once the tables are up to date. Keycloak would have Liquibase find that out at every start, which takes
     * far longer than this query. Its own change log Keycloak skips when the database has been migrated by its version.
     */
    @Override
    public @Nullable String getChangelogLocation() {
        return isUpToDate() ? null : CHANGE_LOG;
    }

    private boolean isUpToDate() {
        JpaConnectionProviderFactory jpa = (JpaConnectionProviderFactory)
                session.getKeycloakSessionFactory().getProviderFactory(JpaConnectionProvider.class);
        try (Connection connection = jpa.getConnection()) {
            // PostgreSQL looks a bare name up along its whole search path; Liquibase takes the first schema of it.
            String schema = jpa.getSchema() == null ? connection.getSchema() : jpa.getSchema();
            return new ChangeLogTable(factoryId, Optional.ofNullable(schema)).isComplete(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("The database connection failed", e);
        }
    }

    @Override
    public String getFactoryId() {
        return factoryId;
    }

    @Override
    public void close() {}
}
