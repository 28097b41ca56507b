package io.verifytotp.keycloak.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.it.support.db.MySqlServer.Product;
import io.verifytotp.keycloak.store.transaction.OwnTransaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The store on MariaDB or MySQL, and how our transactions lock there. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class MySqlStoreContract extends JpaStoreContract {
    private final Product product;
    private MySqlTransactions database;

    MySqlStoreContract(Product product) {
        this.product = product;
    }

    @BeforeAll
    void open() {
        database = MySqlTransactions.open(product, "store");
    }

    @AfterAll
    void close() {
        if (database != null) {
            database.close();
        }
    }

    @Override
    DatabaseTransactions database() {
        return database;
    }

    @Test
    void theChangeLogAppliesOnce() {
        int applied = read("select count(*) from DATABASECHANGELOG");

        database.migrate();

        assertThat(read("select count(*) from DATABASECHANGELOG")).isEqualTo(applied);
    }

    /** Why Keycloak's transaction-xa-enabled has to stay off here, as the operators' guide says. */
    @Test
    void anXaTransactionRefusesTheIsolationThatWeAskFor() throws SQLException {
        try (Connection connection = database.connection();
                Statement statement = connection.createStatement()) {
            statement.execute("xa start 'ours'");

            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> statement.execute("set transaction isolation level read committed"))
                    .withMessageContaining("in progress");

            statement.execute("xa end 'ours'");
            statement.execute("xa rollback 'ours'");
        }
    }

    @Test
    void aUserWhoIsRemovedTakesNobodyAlongWhoseIdDiffersInCaseOnly() {
        OwnTransaction transactions = new FakeKeycloak(database, new FakeUsers()).transactions();
        ServiceId service = ServiceId.defaultOf("realm-1");
        EntityKey going = new EntityKey("realm-1", service, "f:federation:owl");
        EntityKey staying = new EntityKey("realm-1", service, "f:federation:OWL");
        JpaEntities entities = new JpaEntities(transactions);
        entities.create(going, Instant.EPOCH);
        entities.create(staying, Instant.EPOCH);

        new CascadingDeletes(transactions).user("realm-1", going.identity());

        assertThat(entities.find(going)).isEmpty();
        assertThat(entities.find(staying)).isPresent();
    }

    @Nested
    class OurTransactions {
        private final OwnTransaction transactions = new FakeKeycloak(database, new FakeUsers()).transactions();
        private final EntityKey owner = new EntityKey(
                "realm-1", ServiceId.defaultOf("realm-1"), UUID.randomUUID().toString());

        OurTransactions() {
            new MissingRows(transactions).ensureEntity(owner, Instant.EPOCH);
        }

        @Test
        void giveUpWhereAnotherOneHoldsTheRow() throws SQLException {
            try (Connection holder = database.connection();
                    Statement statement = holder.createStatement()) {
                holder.setAutoCommit(false);
                statement.execute("select * from VERIFY_TOTP_ENTITY for update");
                long begin = System.nanoTime();

                assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(this::change);

                assertThat(Duration.ofNanos(System.nanoTime() - begin))
                        .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(15));
            }
            change();
            assertThatTheSessionWaitsAsBefore();
        }

        @Test
        void lockNoGapsBetweenRows() throws SQLException {
            try (Connection neighbour = database.connection();
                    Statement statement = neighbour.createStatement()) {
                statement.execute("set session innodb_lock_wait_timeout = 1");

                int inserted = transactions.call(unit -> {
                    unit.em()
                            .createQuery("delete from FactorRow f where f.entityId = 'nobody'")
                            .executeUpdate();
                    return insertFactor(statement);
                });

                assertThat(inserted).isEqualTo(1);
            }
        }

        @Test
        void giveTheSessionBackAsItWas() {
            change();
            assertThatTheSessionWaitsAsBefore();

            transactions.call(unit -> {
                unit.rollBack();
                return owner;
            });
            assertThatTheSessionWaitsAsBefore();

            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> transactions.call(unit -> unit.em()
                            .createNativeQuery("select nothing from nowhere")
                            .getResultList()));
            assertThatTheSessionWaitsAsBefore();
        }

        private void assertThatTheSessionWaitsAsBefore() {
            assertThat(read("select @@session.innodb_lock_wait_timeout")).isEqualTo(50);
            assertThat(read("select @verify_totp_wait is not null"))
                    .as("of the session that was used")
                    .isEqualTo(1);
        }

        /** Only written with the end of the work. */
        private void change() {
            transactions.call(unit ->
                    unit.em().find(EntityRow.class, EntityRow.idOf(owner)).countFactorMade(Instant.now()));
        }

        private static int insertFactor(Statement statement) {
            try {
                return statement.executeUpdate("insert into VERIFY_TOTP_FACTOR (ID, REALM_ID, ENTITY_ID, CREATED_AT,"
                        + " UPDATED_AT, LAST_STEP, FAILURES) values ('" + UUID.randomUUID()
                        + "', 'realm-1', 'nobody', 0, 0, -1, 0)");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** A number, on the connection that was used last. */
    private int read(String query) {
        return database.call(
                unit -> ((Number) unit.em().createNativeQuery(query).getSingleResult()).intValue());
    }
}
