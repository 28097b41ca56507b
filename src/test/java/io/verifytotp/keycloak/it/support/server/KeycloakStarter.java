package io.verifytotp.keycloak.it.support.server;

/** A way to run the server that the integration tests share. */
public interface KeycloakStarter {
    /** Returns when the server is ready. */
    KeycloakUnderTest start();
}
