package io.verifytotp.keycloak.it.support.server;

import java.net.URI;

/** The same server in another role: by another name, or shared by all tests. */
public abstract class DelegatingKeycloak implements KeycloakUnderTest {
    private final KeycloakUnderTest server;

    public DelegatingKeycloak(KeycloakUnderTest server) {
        this.server = server;
    }

    @Override
    public URI baseUrl() {
        return server.baseUrl();
    }

    @Override
    public URI managementUrl() {
        return server.managementUrl();
    }

    @Override
    public AdminAccount adminAccount() {
        return server.adminAccount();
    }

    @Override
    public String log() {
        return server.log();
    }

    @Override
    public boolean isShared() {
        return server.isShared();
    }

    @Override
    public void close() {
        server.close();
    }
}
