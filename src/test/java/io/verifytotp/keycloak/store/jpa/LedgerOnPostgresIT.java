package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.store.transaction.Transactions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

/** The ledger on PostgreSQL, races included. */
class LedgerOnPostgresIT extends JpaFactorLedgerContract {
    @AutoClose
    private static PostgresTransactions transactions;

    @BeforeAll
    static void open() {
        transactions = PostgresTransactions.open();
    }

    @Override
    Transactions transactions() {
        return transactions;
    }
}
