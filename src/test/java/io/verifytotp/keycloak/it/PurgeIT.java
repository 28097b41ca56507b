package io.verifytotp.keycloak.it;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The purge on PostgreSQL. */
class PurgeIT extends PurgeRules {
    private static PostgresServer database;
    private static KeycloakServer server;

    @BeforeAll
    static void start() {
        database = PostgresServer.startNew("purge");
        server = KeycloakServer.named("purge")
                .database(database)
                .option(OperatorKeys.OPTION, KeyRingFile.create("purge").toString())
                .option("spi-verify-totp--default--purge-interval-minutes", "1")
                .start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        if (database != null) {
            database.close();
        }
    }

    @Override
    DatabaseServer database() {
        return database;
    }

    @Override
    KeycloakServer server() {
        return server;
    }
}
