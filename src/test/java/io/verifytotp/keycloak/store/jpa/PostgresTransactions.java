package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.StoreUnavailableException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import liquibase.Liquibase;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.hibernate.cfg.Configuration;
import org.hibernate.resource.jdbc.spi.StatementInspector;
import org.junit.jupiter.api.Assumptions;

/** Transactions on a PostgreSQL of their own, set up by our change log; it remembers the statements that it ran. */
final class PostgresTransactions implements Transactions, AutoCloseable {
    private final EmbeddedPostgres postgres;
    private final EntityManagerFactory factory;
    private final List<String> statements;

    private PostgresTransactions(EmbeddedPostgres postgres, EntityManagerFactory factory, List<String> statements) {
        this.postgres = postgres;
        this.factory = factory;
        this.statements = statements;
    }

    static PostgresTransactions open() {
        boolean binaries = System.getProperty("os.name").equals("Linux")
                && List.of("amd64", "x86_64").contains(System.getProperty("os.arch"));
        Assumptions.assumeTrue(binaries, "The build has PostgreSQL for Linux on x86-64 only");
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "300")
                    .start();
            migrate(postgres);
            List<String> statements = new CopyOnWriteArrayList<>();
            StatementInspector remembering = sql -> {
                statements.add(sql);
                return sql;
            };
            EntityManagerFactory factory = new Configuration()
                    .addAnnotatedClass(EntityRow.class)
                    .addAnnotatedClass(FactorRow.class)
                    .addAnnotatedClass(ChallengeRow.class)
                    .setProperty("jakarta.persistence.jdbc.url", postgres.getJdbcUrl("postgres", "postgres"))
                    .setProperty("hibernate.hbm2ddl.auto", "validate")
                    .setProperty("hibernate.connection.pool_size", "250")
                    .setStatementInspector(remembering)
                    .buildSessionFactory();
            return new PostgresTransactions(postgres, factory, statements);
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL does not start", e);
        }
    }

    private static void migrate(EmbeddedPostgres postgres) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Liquibase liquibase = new Liquibase(
                        "META-INF/verify-totp/changelog.xml",
                        new ClassLoaderResourceAccessor(),
                        DatabaseFactory.getInstance()
                                .findCorrectDatabaseImplementation(new JdbcConnection(connection)))) {
            liquibase.update("");
        } catch (Exception e) {
            throw new IllegalStateException("The change log does not apply to PostgreSQL", e);
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
            if (em.getTransaction().getRollbackOnly()) {
                em.getTransaction().rollback();
            } else {
                em.getTransaction().commit();
            }
            return result;
        } catch (RuntimeException e) {
            throw new StoreUnavailableException(e);
        }
    }

    Connection connection() throws SQLException {
        return postgres.getPostgresDatabase().getConnection();
    }

    /** The SQL of what ran last. */
    String lastStatement() {
        return statements.get(statements.size() - 1);
    }

    @Override
    public void close() {
        factory.close();
        try {
            postgres.close();
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL does not stop", e);
        }
    }

    private record EntityManagerUnit(EntityManager em) implements Unit {
        @Override
        public void rollBack() {
            em.getTransaction().setRollbackOnly();
        }
    }
}
