package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.store.transaction.Transactions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

/** The ledger on H2. Hibernate checks every mapped column against the tables of the change log when it starts. */
class JpaFactorLedgerTest extends JpaFactorLedgerContract {
    @AutoClose
    private static H2Transactions transactions;

    @BeforeAll
    static void open() {
        transactions = H2Transactions.open();
    }

    @Override
    Transactions transactions() {
        return transactions;
    }
}
