package io.verifytotp.keycloak.it.support.server;

import io.verifytotp.keycloak.it.support.db.DatabaseServer;
import io.verifytotp.keycloak.it.support.db.PostgresServer;
import java.util.function.UnaryOperator;

/** A server of one test class, on a database of its own and with a key file. */
public record OwnKeycloak<D extends DatabaseServer>(D database, KeycloakServer server, OperatorKeys keys)
        implements AutoCloseable {
    public static final String PURGE_INTERVAL = "spi-verify-totp--default--purge-interval-minutes";

    public static OwnKeycloak<PostgresServer> onPostgres(String name) {
        return onPostgres(name, UnaryOperator.identity());
    }

    public static OwnKeycloak<PostgresServer> onPostgres(String name, UnaryOperator<KeycloakServerBuilder> options) {
        return on(PostgresServer.startNew(name), name, options);
    }

    public static <D extends DatabaseServer> OwnKeycloak<D> on(
            D database, String name, UnaryOperator<KeycloakServerBuilder> options) {
        try {
            OperatorKeys keys = OperatorKeys.make(name);
            KeycloakServerBuilder server = KeycloakServer.named(name)
                    .database(database)
                    .option(OperatorKeys.OPTION, keys.file().toString());
            return new OwnKeycloak<>(database, options.apply(server).start(), keys);
        } catch (RuntimeException | AssertionError e) {
            database.close();
            throw e;
        }
    }

    @Override
    public void close() {
        server.close();
        database.close();
    }
}
