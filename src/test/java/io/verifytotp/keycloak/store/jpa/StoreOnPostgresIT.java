package io.verifytotp.keycloak.store.jpa;

import static io.verifytotp.keycloak.domain.contract.LedgerRules.DEFAULTS;
import static io.verifytotp.keycloak.domain.contract.LedgerRules.NOW;
import static io.verifytotp.keycloak.domain.fake.ChallengeBuilder.aChallengeOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.fake.FactorBuilder;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.store.transaction.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The store on PostgreSQL. */
class StoreOnPostgresIT extends JpaStoreContract {
    private static PostgresTransactions database;

    @BeforeAll
    static void open() {
        database = PostgresTransactions.open();
    }

    @AfterAll
    static void close() {
        if (database != null) {
            database.close();
        }
    }

    @Override
    DatabaseTransactions database() {
        return database;
    }

    /** An answer sends no statement that limits its wait: the limit is in its first statement. */
    @Nested
    class AnAnswer {
        private final JpaFactorLedgerContract store = new JpaFactorLedgerContract() {
            @Override
            Transactions transactions() {
                return new FakeKeycloak(database, new FakeUsers()).transactions();
            }
        };
        private final Factor factor = FactorBuilder.aFactor().verifiedAt(NOW);

        AnAnswer() {
            store.keepVerified(factor);
        }

        @Test
        void givesUpWhereAnotherTransactionHoldsTheFactor() throws SQLException {
            try (Connection holder = database.connection();
                    Statement statement = holder.createStatement()) {
                holder.setAutoCommit(false);
                statement.execute("select * from VERIFY_TOTP_FACTOR for update");
                long begin = System.nanoTime();

                assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(this::answer);

                assertThat(Duration.ofNanos(System.nanoTime() - begin))
                        .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(15));
            }
            assertThat(answer()).isEqualTo(Verdict.WRONG_CODE);
        }

        @Test
        void givesUpWhereAnotherTransactionHoldsTheChallenge() throws SQLException {
            Challenge challenge = aChallengeOf(factor.binding()).openedAt(NOW);
            store.ledger().open(challenge, DEFAULTS, NOW);
            try (Connection holder = database.connection();
                    Statement statement = holder.createStatement()) {
                holder.setAutoCommit(false);
                statement.execute("select * from VERIFY_TOTP_CHALLENGE for update");

                assertThatExceptionOfType(StoreUnavailableException.class)
                        .isThrownBy(() -> store.ledger().countFailure(challenge.asRecorded(), DEFAULTS, NOW));
            }
            assertThat(store.states()
                            .of(factor.binding().owner())
                            .get(factor.id())
                            .failures())
                    .isZero();
        }

        @Test
        void isTwoStatements() {
            assertThat(database.statementsOf(this::answer))
                    .hasSize(2)
                    .first()
                    .asString()
                    .contains("set_config");
        }

        private Verdict answer() {
            return store.ledger()
                    .countFailure(aChallengeOf(factor.binding()).openedAt(NOW), DEFAULTS, NOW)
                    .verdict();
        }
    }
}
