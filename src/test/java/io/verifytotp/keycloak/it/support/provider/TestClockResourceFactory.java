package io.verifytotp.keycloak.it.support.provider;

import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Runs inside the server under test, at {@code /realms/{realm}/test-clock}. */
public final class TestClockResourceFactory
        implements StatelessFactory<RealmResourceProvider>, RealmResourceProviderFactory {
    public static final String PROVIDER_ID = "test-clock";

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new TestClockProvider(session);
    }

    @Override
    public String getId() {
        return PROVIDER_ID;
    }
}
