package io.verifytotp.keycloak.it;

import dasniko.testcontainers.keycloak.KeycloakContainer;
import io.verifytotp.keycloak.it.support.server.AdminAccount;
import io.verifytotp.keycloak.it.support.server.KeycloakUnderTest;
import java.net.URI;

/** A Keycloak in a container that is running. */
record ContainerKeycloak(KeycloakContainer container, AdminAccount adminAccount) implements KeycloakUnderTest {
    @Override
    public URI baseUrl() {
        return URI.create(container.getAuthServerUrl());
    }

    @Override
    public URI managementUrl() {
        return URI.create(container.getMgmtServerUrl());
    }

    @Override
    public String log() {
        return container.getLogs();
    }

    @Override
    public void close() {
        container.stop();
    }
}
