package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.store.transaction.Transactions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The ledger on PostgreSQL, races included. */
class LedgerOnPostgresIT extends JpaFactorLedgerContract {
    private static PostgresTransactions transactions;

    @BeforeAll
    static void open() {
        transactions = PostgresTransactions.open();
    }

    @AfterAll
    static void close() {
        if (transactions != null) {
            transactions.close();
        }
    }

    @Override
    Transactions transactions() {
        return transactions;
    }
}
