package io.verifytotp.keycloak.it;

import org.junit.jupiter.api.AutoClose;

/** What is removed from Keycloak, on PostgreSQL. */
class RemovalIT extends RemovalRules {

    @AutoClose
    private static final OwnKeycloak<PostgresServer> OWN = OwnKeycloak.onPostgres("removal");

    private static final PostgresServer database = OWN.database();
    private static final KeycloakServer server = OWN.server();

    @Override
    DatabaseServer database() {
        return database;
    }

    @Override
    KeycloakServer server() {
        return server;
    }
}
