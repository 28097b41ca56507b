package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.it.MySqlServer.Product;
import io.verifytotp.keycloak.store.transaction.Transactions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The ledger on MySQL, races included. */
class LedgerOnMySqlIT extends JpaFactorLedgerContract {
    private static MySqlTransactions transactions;

    @BeforeAll
    static void open() {
        transactions = MySqlTransactions.open(Product.MYSQL, "ledger");
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
