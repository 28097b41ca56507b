package io.verifytotp.keycloak.it.support.provider;

import org.keycloak.services.resource.RealmResourceProvider;

public final class TestClockProvider implements RealmResourceProvider {
    @Override
    public Object getResource() {
        return new TestClockResource();
    }

    @Override
    public void close() {}
}
