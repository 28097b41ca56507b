package io.verifytotp.keycloak.store.transaction;

import jakarta.persistence.EntityManager;
import java.sql.Statement;
import java.util.List;
import java.util.function.Supplier;
import org.hibernate.Session;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.MySQLDialect;
import org.hibernate.dialect.PostgreSQLDialect;
import org.hibernate.engine.spi.SessionFactoryImplementor;

/**
 * What our transactions ask of their database: to give up after 5 seconds where another one holds a row, and to lock
 * nothing but rows.
 */
record Locking(List<String> before, List<String> after) {
    /** Waits for ever unless told otherwise; what it is told ends with the transaction. */
    private static final Locking POSTGRESQL = new Locking(List.of("set local lock_timeout = 5000"), List.of());

    /**
     * And MariaDB. Their repeatable reads lock the gaps between rows, too, so that two users who enroll at once can
     * be a deadlock. The longest wait is the session's, which Keycloak's pool takes back: so it gets back its own.
     */
    private static final Locking MYSQL = new Locking(
            List.of(
                    "set transaction isolation level read committed",
                    "set @verify_totp_wait = @@session.innodb_lock_wait_timeout,"
                            + " session innodb_lock_wait_timeout = 5"),
            List.of("set session innodb_lock_wait_timeout = @verify_totp_wait"));

    /** H2 gives up by itself, and locks rows. */
    private static final Locking OTHER = new Locking(List.of(), List.of());

    static Locking of(EntityManager em) {
        Dialect dialect = em.getEntityManagerFactory()
                .unwrap(SessionFactoryImplementor.class)
                .getJdbcServices()
                .getDialect();
        if (dialect instanceof PostgreSQLDialect) {
            return POSTGRESQL;
        }
        return dialect instanceof MySQLDialect ? MYSQL : OTHER;
    }

    /** Runs work in a transaction that has not begun to read or write. It has to write all that it will. */
    <T> T around(EntityManager em, Supplier<T> work) {
        run(em, before);
        T result;
        try {
            result = work.get();
        } catch (RuntimeException e) {
            restoreAfter(e, em);
            throw e;
        }
        run(em, after);
        return result;
    }

    private void restoreAfter(RuntimeException failure, EntityManager em) {
        try {
            run(em, after);
        } catch (RuntimeException e) {
            failure.addSuppressed(e); // the connection is gone, and its session with it
        }
    }

    private static void run(EntityManager em, List<String> settings) {
        if (settings.isEmpty()) {
            return;
        }
        em.unwrap(Session.class).doWork(connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String setting : settings) {
                    statement.execute(setting);
                }
            }
        });
    }
}
