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

/** Settings for our transactions: wait at most 5 seconds for a row that another one has locked, and lock rows only. */
final class Locking {
    /** Waits without limit by default. The setting ends with the transaction. */
    private static final Locking POSTGRESQL = new Locking(
            List.of("set local lock_timeout = 5000"),
            List.of(),
            // Evaluated for the row that is found, before it is locked; the wait reads the setting when it begins.
            " and set_config('lock_timeout', '5000', true) is not null");

    /**
     * Also for MariaDB. Under repeatable read both lock the gaps between rows too, so that two users who enroll at once
     * can deadlock. The wait is a setting of the connection, which goes back to Keycloak's pool: the old value is
     * restored.
     */
    private static final Locking MYSQL = new Locking(
            List.of(
                    "set transaction isolation level read committed",
                    "set @verify_totp_wait = @@session.innodb_lock_wait_timeout,"
                            + " session innodb_lock_wait_timeout = 5"),
            List.of("set session innodb_lock_wait_timeout = @verify_totp_wait"),
            "");

    /** H2 needs no settings: it limits the wait, and locks rows only. */
    private static final Locking OTHER = new Locking(List.of(), List.of(), "");

    private final List<String> before;
    private final List<String> after;
    private final String condition;

    private Locking(List<String> before, List<String> after, String condition) {
        this.before = before;
        this.after = after;
        this.condition = condition;
    }

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

    /** Returns the limit of the wait as a condition of a statement in SQL; empty where a statement can't have it. */
    String condition() {
        return condition;
    }

    /** Runs work in a transaction that has not read or written yet. Work has to flush before it returns. */
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
            failure.addSuppressed(e); // the connection is lost, and its settings with it
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
