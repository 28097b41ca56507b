package io.verifytotp.keycloak.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.store.transaction.Transactions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The ledger on H2. */
class JpaFactorLedgerTest extends JpaFactorLedgerContract {
    private static H2Transactions transactions;

    @BeforeAll
    static void open() {
        transactions = H2Transactions.open();
    }

    @AfterAll
    static void close() {
        transactions.close();
    }

    @Override
    Transactions transactions() {
        return transactions;
    }

    @Test
    void theRowsFitTheTablesOfTheChangeLog() {
        // Hibernate has validated every mapped column against them when it started.
        assertThat(transactions.<Long>call(unit -> unit.em()
                        .createQuery("select count(f) from FactorRow f", Long.class)
                        .getSingleResult()))
                .isNotNegative();
    }
}
