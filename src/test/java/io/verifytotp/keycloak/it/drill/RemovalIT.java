package io.verifytotp.keycloak.it.drill;

import io.verifytotp.keycloak.it.support.db.PostgresServer;
import io.verifytotp.keycloak.it.support.server.OwnKeycloak;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;

/** Removal of users, realms and clients from Keycloak, on PostgreSQL. */
@Tag("thorough")
class RemovalIT extends RemovalRules {
    @AutoClose
    private static final OwnKeycloak<PostgresServer> OWN = OwnKeycloak.onPostgres("removal");

    @Override
    OwnKeycloak<?> own() {
        return OWN;
    }
}
