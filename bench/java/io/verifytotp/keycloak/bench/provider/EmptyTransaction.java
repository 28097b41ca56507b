package io.verifytotp.keycloak.bench.provider;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import org.hibernate.Session;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * The least that a durable second factor adds to a request: a transaction of its own, with one UPDATE and one INSERT.
 * Comparing with it tells what we cost beyond that.
 */
final class EmptyTransaction {
    private EmptyTransaction() {}

    static void run(KeycloakSession session, String userId) {
        KeycloakModelUtils.runJobInTransaction(session.getKeycloakSessionFactory(), own -> {
            EntityManager em = own.getProvider(JpaConnectionProvider.class).getEntityManager();
            em.unwrap(Session.class).doWork(connection -> write(connection, userId));
        });
    }

    private static void write(Connection connection, String userId) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("update bench_row set n = n + 1 where id = ?")) {
            update.setString(1, userId);
            if (update.executeUpdate() != 1) {
                throw new SQLException("There is no row for the user " + userId);
            }
        }
        try (PreparedStatement insert =
                connection.prepareStatement("insert into bench_entry (id, row_id, made_at) values (?, ?, ?)")) {
            insert.setString(1, UUID.randomUUID().toString());
            insert.setString(2, userId);
            insert.setLong(3, System.currentTimeMillis());
            insert.executeUpdate();
        }
    }
}
