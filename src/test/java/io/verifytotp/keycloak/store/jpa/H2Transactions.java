package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.StoreUnavailableException;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.UUID;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import liquibase.Liquibase;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.hibernate.cfg.Configuration;

/** Transactions of the ledger's statements without Keycloak: Hibernate on an H2 that our change log has set up. */
final class H2Transactions implements Transactions, AutoCloseable {
    private static final String POOL = "300";

    private final EntityManagerFactory factory;

    private H2Transactions(EntityManagerFactory factory) {
        this.factory = factory;
    }

    static H2Transactions open() {
        Logger.getLogger("liquibase").setLevel(Level.WARNING);
        String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=20000";
        migrate(url);
        return new H2Transactions(new Configuration()
                .addAnnotatedClass(EntityRow.class)
                .addAnnotatedClass(FactorRow.class)
                .addAnnotatedClass(ChallengeRow.class)
                .setProperty("jakarta.persistence.jdbc.url", url)
                .setProperty("hibernate.hbm2ddl.auto", "validate")
                .setProperty("hibernate.connection.pool_size", POOL)
                .buildSessionFactory());
    }

    private static void migrate(String url) {
        try (Connection connection = DriverManager.getConnection(url);
                Liquibase liquibase = new Liquibase(
                        "META-INF/verify-totp/changelog.xml",
                        new ClassLoaderResourceAccessor(),
                        DatabaseFactory.getInstance()
                                .findCorrectDatabaseImplementation(new JdbcConnection(connection)))) {
            liquibase.update("");
        } catch (Exception e) {
            throw new IllegalStateException("The change log does not apply to H2", e);
        }
    }

    EntityManager createEntityManager() {
        return factory.createEntityManager();
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
        } catch (RuntimeException e) {
            throw new StoreUnavailableException(e);
        }
    }

    private static void end(EntityManager em) {
        if (em.getTransaction().getRollbackOnly()) {
            em.getTransaction().rollback();
        } else {
            em.getTransaction().commit();
        }
    }

    @Override
    public void close() {
        factory.close();
    }

    private record EntityManagerUnit(EntityManager em) implements Unit {
        @Override
        public void rollBack() {
            em.getTransaction().setRollbackOnly();
        }
    }
}
