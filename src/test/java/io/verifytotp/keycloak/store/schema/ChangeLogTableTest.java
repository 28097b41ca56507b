package io.verifytotp.keycloak.store.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import liquibase.Liquibase;
import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.connections.jpa.util.JpaUtils;

/** Liquibase runs our change log on an H2 database in memory, and the class under test reads its record. */
class ChangeLogTableTest {
    private static final String FACTORY = new VerifyJpaEntityProviderFactory().getId();
    private static final Optional<String> DEFAULT_SCHEMA = Optional.empty();

    private final ChangeLogTable table = new ChangeLogTable(FACTORY, DEFAULT_SCHEMA);
    private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;NON_KEYWORDS=VALUE";
    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = DriverManager.getConnection(url);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    /** A change set in between would never run where the last one is recorded. */
    @Test
    void changeSetsAreOnlyAddedAtTheEnd() throws Exception {
        use(DEFAULT_SCHEMA, liquibase -> {
            assertThat(liquibase.getDatabaseChangeLog().getChangeSets())
                    .extracting(ChangeSet::getId)
                    .startsWith(
                            "0.1.0-entity",
                            "0.1.0-factor",
                            "0.1.0-challenge",
                            "0.1.0-challenge-opened-by",
                            "0.1.0-factor-budgets",
                            "0.1.0-challenge-indexes")
                    .endsWith(ChangeLogTable.LAST_CHANGE_SET);
            return 0;
        });
    }

    @Test
    void aNewDatabaseHasNoChange() {
        assertThat(table.isComplete(connection)).isFalse();
    }

    @Test
    void anInterruptedOrOlderDatabaseLacksTheLastOne() throws Exception {
        for (int run = 1; run < changeSets(); run++) {
            update(1, DEFAULT_SCHEMA);
            assertThat(table.isComplete(connection)).as("after %d", run).isFalse();
        }
        update(1, DEFAULT_SCHEMA);
        assertThat(table.isComplete(connection)).isTrue();
    }

    @Test
    void theTableIsReadInTheSchemaThatKeycloakUses() throws Exception {
        connection.createStatement().execute("create schema ELSEWHERE");
        ChangeLogTable elsewhere = new ChangeLogTable(FACTORY, Optional.of("ELSEWHERE"));

        update(changeSets(), Optional.of("ELSEWHERE"));

        assertThat(elsewhere.isComplete(connection)).isTrue();
        assertThat(table.isComplete(connection)).isFalse();
    }

    private int changeSets() throws Exception {
        return use(
                DEFAULT_SCHEMA,
                liquibase -> liquibase.getDatabaseChangeLog().getChangeSets().size());
    }

    private void update(int changes, Optional<String> schema) throws Exception {
        use(schema, liquibase -> {
            liquibase.update(changes, "");
            return changes;
        });
    }

    private int use(Optional<String> schema, Use use) throws Exception {
        try (Connection own = DriverManager.getConnection(url)) {
            Database database =
                    DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(own));
            database.setDatabaseChangeLogTableName(JpaUtils.getCustomChangelogTableName(FACTORY));
            if (schema.isPresent()) {
                database.setDefaultSchemaName(schema.get());
            }
            try (Liquibase liquibase =
                    new Liquibase(VerifyJpaEntityProvider.CHANGE_LOG, new ClassLoaderResourceAccessor(), database)) {
                return use.of(liquibase);
            }
        }
    }

    private interface Use {
        int of(Liquibase liquibase) throws LiquibaseException;
    }
}
