package io.verifytotp.keycloak.it;

/** A way to run the server that the integration tests share. */
interface KeycloakStarter {
    /** Returns when the server is ready. */
    KeycloakUnderTest start();
}
