package io.verifytotp.keycloak.it.support.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A database server with an empty database for Keycloak. Tables have to be named in capitals: some products mind. */
public interface DatabaseServer extends AutoCloseable {
    /** What Keycloak's option {@code db} calls it. */
    String vendor();

    String jdbcUrl();

    String user();

    String password();

    Connection connect() throws SQLException;

    @Override
    void close();

    default void execute(String sql) {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The first column of all rows, as text. */
    default List<String> column(String query) {
        try (var connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            List<String> column = new ArrayList<>();
            while (rows.next()) {
                column.add(rows.getString(1));
            }
            return column;
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }
}
