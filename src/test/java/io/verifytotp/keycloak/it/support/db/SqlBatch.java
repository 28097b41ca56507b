package io.verifytotp.keycloak.it.support.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** One statement for thousands of rows, in one transaction. */
public final class SqlBatch {
    private SqlBatch() {}

    public static <T> void run(DatabaseServer database, String sql, List<T> all, Row<T> row) {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (T each : all) {
                    row.set(statement, each);
                    statement.addBatch();
                }
                statement.executeBatch();
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Sets the parameters of one row. */
    @FunctionalInterface
    public interface Row<T> {
        void set(PreparedStatement statement, T each) throws SQLException;
    }
}
