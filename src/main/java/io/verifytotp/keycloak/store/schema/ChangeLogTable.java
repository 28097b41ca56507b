package io.verifytotp.keycloak.store.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.connections.jpa.util.JpaUtils;

/** The table in which Liquibase records the change sets of our change log that it has run. */
final class ChangeLogTable {
    /** The id of the last change set of our change log: Liquibase runs them in their order. */
    static final String LAST_CHANGE_SET = "0.1.0-challenge-indexes";

    private static final Logger LOG = Logger.getLogger(ChangeLogTable.class);

    private final String name;

    /**
     * @param factory the id of the JPA entity provider, after which Keycloak names the table
     * @param schema the schema that Keycloak's tables are in, or empty where the database has none
     */
    ChangeLogTable(String factory, Optional<String> schema) {
        String table = JpaUtils.getCustomChangelogTableName(factory);
        name = schema.map(prefix -> prefix + '.' + table).orElse(table);
    }

    /** Returns whether all change sets are recorded. False if that is not known, as where there is no table yet. */
    boolean isComplete(Connection connection) {
        try (PreparedStatement statement = connection.prepareStatement("select ID from " + name + " where ID = ?")) {
            statement.setString(1, LAST_CHANGE_SET);
            try (ResultSet found = statement.executeQuery()) {
                return found.next();
            }
        } catch (SQLException e) {
            LOG.debugf(e, "%s can't be read, so Liquibase looks at the whole change log", name);
            return false;
        }
    }
}
