package io.verifytotp.keycloak.it.support.server;

import java.net.URI;

/** A running Keycloak with our extension, seen from outside. Tests need nothing else of it, wherever it runs. */
public interface KeycloakUnderTest extends AutoCloseable {
    /** Without a slash at the end. */
    URI baseUrl();

    /** Health and metrics; without a slash at the end. */
    URI managementUrl();

    AdminAccount adminAccount();

    /** All that the server has logged so far. */
    String log();

    /** Whether other test classes use this server as well, now or later. */
    default boolean isShared() {
        return false;
    }

    /** The server ends; its data may remain. */
    @Override
    void close();
}
