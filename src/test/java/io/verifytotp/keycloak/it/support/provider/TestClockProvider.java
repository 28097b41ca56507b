package io.verifytotp.keycloak.it.support.provider;

import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProvider;

public final class TestClockProvider implements RealmResourceProvider {
    private final KeycloakSession session;

    TestClockProvider(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public Object getResource() {
        return new TestClockResource(session);
    }

    @Override
    public void close() {}
}
