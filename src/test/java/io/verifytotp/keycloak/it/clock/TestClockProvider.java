package io.verifytotp.keycloak.it.clock;

import org.keycloak.services.resource.RealmResourceProvider;

final class TestClockProvider implements RealmResourceProvider {
    @Override
    public Object getResource() {
        return new TestClockResource();
    }

    @Override
    public void close() {}
}
