package io.verifytotp.keycloak.it.client;

import io.verifytotp.keycloak.it.support.http.AdminApi;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import io.verifytotp.keycloak.it.support.server.OperatorKeys;

/** A server whose clock nobody moves, because foreign clients hold tokens and codes against this machine's clock. */
final class RealTimeKeycloak {
    private static final String NAME = "real-time";

    private RealTimeKeycloak() {}

    /** Started by the first call, stopped with the JVM. */
    static KeycloakServer get() {
        return Started.SERVER;
    }

    private static final class Started {
        private static final KeycloakServer SERVER = start();

        private static KeycloakServer start() {
            KeycloakServer server = KeycloakServer.named(NAME)
                    .databaseFile()
                    .option(OperatorKeys.OPTION, OperatorKeys.make(NAME).file().toString())
                    .start();
            new AdminApi(server).prolongTokens();
            return server;
        }
    }
}
