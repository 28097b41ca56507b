package io.verifytotp.keycloak.it.support.db;

import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The H2 database of a server that has been stopped, as whoever steals its files reads and changes it. */
public final class Database implements AutoCloseable {
    private final Connection connection;

    private Database(Connection connection) {
        this.connection = connection;
    }

    public static Database of(KeycloakServer stopped) throws SQLException {
        Path file = stopped.home().data().resolve("h2").resolve("keycloakdb");
        return new Database(
                DriverManager.getConnection("jdbc:h2:file:" + file + ";NON_KEYWORDS=VALUE", "sa", "password"));
    }

    /** The whole database as SQL. */
    public String dump() throws SQLException {
        return script("SCRIPT");
    }

    public String dump(String... tables) throws SQLException {
        return script("SCRIPT TABLE " + String.join(", ", tables));
    }

    /** The first column of the first row. */
    public String read(String query, String parameter) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, parameter);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    throw new AssertionError("No row for " + query);
                }
                return rows.getString(1);
            }
        }
    }

    public void change(String update, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(update)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            if (statement.executeUpdate() != 1) {
                throw new AssertionError("Not one row was changed by " + update);
            }
        }
    }

    private String script(String command) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet lines = statement.executeQuery(command)) {
            Stream.Builder<String> script = Stream.builder();
            while (lines.next()) {
                script.add(lines.getString(1));
            }
            return script.build().collect(Collectors.joining("\n"));
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
