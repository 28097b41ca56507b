package io.verifytotp.keycloak.it.support.server;

import io.verifytotp.keycloak.it.support.realm.TestRealm;
import java.net.URI;

/** The same server by its other name: browsers have passkeys for {@code localhost}, and none for an address. */
public final class AtLocalhost extends DelegatingKeycloak {
    private AtLocalhost(KeycloakUnderTest server) {
        super(server);
    }

    public static AtLocalhost of(KeycloakUnderTest keycloak) {
        return new AtLocalhost(keycloak);
    }

    public static TestRealm of(TestRealm realm) {
        return new TestRealm(new AtLocalhost(realm.keycloak()), realm.admin(), realm.name());
    }

    @Override
    public URI baseUrl() {
        return URI.create("http://localhost:" + super.baseUrl().getPort());
    }
}
