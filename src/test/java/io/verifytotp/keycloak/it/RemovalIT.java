package io.verifytotp.keycloak.it;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What is removed from Keycloak, on PostgreSQL. */
class RemovalIT extends RemovalRules {
    private static PostgresServer database;
    private static KeycloakServer server;

    @BeforeAll
    static void start() {
        database = PostgresServer.startNew("removal");
        server = KeycloakServer.named("removal")
                .database(database)
                .option(OperatorKeys.OPTION, KeyRingFile.create("removal").toString())
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
