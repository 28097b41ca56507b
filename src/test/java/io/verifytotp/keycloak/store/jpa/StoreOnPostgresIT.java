package io.verifytotp.keycloak.store.jpa;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

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
}
