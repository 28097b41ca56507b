package io.verifytotp.keycloak.store.jpa;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The store on H2. */
class JpaStoreTest extends JpaStoreContract {
    private static H2Transactions database;

    @BeforeAll
    static void open() {
        database = H2Transactions.open();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Override
    DatabaseTransactions database() {
        return database;
    }
}
