package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.id.SeedUnavailableException;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.store.transaction.Transactions;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import liquibase.Liquibase;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.hibernate.cfg.Configuration;
import org.hibernate.resource.jdbc.spi.StatementInspector;
import org.keycloak.models.jpa.entities.CredentialEntity;
import org.keycloak.models.jpa.entities.FederatedIdentityEntity;
import org.keycloak.models.jpa.entities.UserAttributeEntity;
import org.keycloak.models.jpa.entities.UserEntity;
import org.keycloak.models.jpa.entities.UserRequiredActionEntity;
import org.keycloak.storage.jpa.entity.FederatedUserCredentialEntity;

/** Transactions without Keycloak: Hibernate on an empty database, which our change log sets up. */
public abstract class DatabaseTransactions implements Transactions, AutoCloseable {
    /** More than any race has threads. */
    static final int POOL = 250;

    /** Keycloak's tables of credentials, which our transactions lock, and those that they refer to. */
    private static final List<Class<?>> LOCKED = List.of(
            CredentialEntity.class,
            FederatedUserCredentialEntity.class,
            FederatedIdentityEntity.class,
            UserAttributeEntity.class,
            UserEntity.class,
            UserRequiredActionEntity.class);

    private static final Logger LIQUIBASE = Logger.getLogger("liquibase");

    private final Login login;
    private final Deque<String> statements = new ConcurrentLinkedDeque<>();
    private final EntityManagerFactory factory;

    /** How to get into the database. */
    public record Login(String url, String user, String password) {
        public Connection connect() throws SQLException {
            return DriverManager.getConnection(url, user, password);
        }
    }

    DatabaseTransactions(Login login) {
        this(login, List.of());
    }

    /** @param more entities whose tables are made as they are mapped */
    DatabaseTransactions(Login login, List<Class<?>> more) {
        this(login, more, Map.of());
    }

    /** @param settings of Hibernate's, besides */
    protected DatabaseTransactions(Login login, List<Class<?>> more, Map<String, ?> settings) {
        LIQUIBASE.setLevel(Level.WARNING);
        this.login = login;
        migrate();
        StatementInspector remembering = sql -> {
            statements.add(sql);
            return sql;
        };
        if (more.isEmpty()) {
            // Made here, so that the other factory can validate our own tables.
            configuration(LOCKED, "update").buildSessionFactory().close();
        }
        Configuration configuration =
                configuration(more.isEmpty() ? LOCKED : more, more.isEmpty() ? "validate" : "update");
        configuration.getProperties().putAll(settings);
        this.factory = configuration
                .addAnnotatedClass(EntityRow.class)
                .addAnnotatedClass(FactorRow.class)
                .addAnnotatedClass(ChallengeRow.class)
                .setProperty("hibernate.connection.pool_size", String.valueOf(POOL))
                .setStatementInspector(remembering)
                .buildSessionFactory();
    }

    private Configuration configuration(List<Class<?>> entities, String schema) {
        Configuration configuration = new Configuration();
        entities.forEach(configuration::addAnnotatedClass);
        return configuration
                .setProperty("jakarta.persistence.jdbc.url", login.url())
                .setProperty("jakarta.persistence.jdbc.user", login.user())
                .setProperty("jakarta.persistence.jdbc.password", login.password())
                .setProperty("hibernate.hbm2ddl.auto", schema);
    }

    /** Does nothing where it has been done. */
    final void migrate() {
        try (Connection connection = connection();
                Liquibase liquibase = new Liquibase(
                        "META-INF/verify-totp/changelog.xml",
                        new ClassLoaderResourceAccessor(),
                        DatabaseFactory.getInstance()
                                .findCorrectDatabaseImplementation(new JdbcConnection(connection)))) {
            liquibase.update("");
        } catch (Exception e) {
            throw new IllegalStateException("The change log does not apply to " + login.url(), e);
        }
    }

    @Override
    public <T> T call(Function<Unit, T> work) {
        try (EntityManager em = factory.createEntityManager()) {
            em.getTransaction().begin();
            T result;
            try {
                result = work.apply(new EntityManagerUnit(em));
            } catch (RuntimeException e) {
                em.getTransaction().rollback();
                throw e;
            }
            end(em);
            return result;
        } catch (SeedUnavailableException | StoreUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new StoreUnavailableException(e);
        }
    }

    @Override
    public <T> T callAtOnce(Function<Unit, T> work) {
        return call(work);
    }

    private static void end(EntityManager em) {
        if (em.getTransaction().getRollbackOnly()) {
            em.getTransaction().rollback();
        } else {
            em.getTransaction().commit();
        }
    }

    final EntityManager createEntityManager() {
        return factory.createEntityManager();
    }

    /** Beside those of the transactions. */
    final Connection connection() throws SQLException {
        return login.connect();
    }

    /** The SQL of what ran last. */
    final String lastStatement() {
        return statements.getLast();
    }

    /** The SQL that the work sends. */
    final List<String> statementsOf(Runnable work) {
        statements.clear();
        work.run();
        return List.copyOf(statements);
    }

    @Override
    public void close() {
        factory.close();
    }

    private record EntityManagerUnit(EntityManager em) implements Unit {
        /** None: these tests wait for each other in long queues. */
        @Override
        public String waitLimit() {
            return "";
        }

        @Override
        public void rollBack() {
            em.getTransaction().setRollbackOnly();
        }
    }
}
