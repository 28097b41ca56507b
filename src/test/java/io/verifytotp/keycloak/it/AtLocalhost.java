package io.verifytotp.keycloak.it;

import java.net.URI;

/** The same server by its other name: browsers have passkeys for {@code localhost}, and none for an address. */
record AtLocalhost(KeycloakUnderTest server) implements KeycloakUnderTest {
    static TestRealm of(TestRealm realm) {
        return new TestRealm(new AtLocalhost(realm.keycloak()), realm.admin(), realm.name());
    }

    @Override
    public URI baseUrl() {
        return URI.create("http://localhost:" + server.baseUrl().getPort());
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
