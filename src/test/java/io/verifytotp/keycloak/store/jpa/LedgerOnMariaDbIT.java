package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.it.support.db.MySqlServer.Product;
import io.verifytotp.keycloak.store.transaction.Transactions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

/** The ledger on MariaDB, races included. */
class LedgerOnMariaDbIT extends JpaFactorLedgerContract {
    @AutoClose
    private static MySqlTransactions transactions;

    @BeforeAll
    static void open() {
        transactions = MySqlTransactions.open(Product.MARIADB, "ledger");
    }

    @Override
    Transactions transactions() {
        return transactions;
    }
}
