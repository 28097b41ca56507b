package io.verifytotp.keycloak.it.support.provider;

import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Runs inside the server under test, at {@code /realms/{realm}/stored-factors}. */
public final class StoredFactorsFactory
        implements StatelessFactory<RealmResourceProvider>, RealmResourceProviderFactory {
    public static final String PROVIDER_ID = "stored-factors";

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new StoredFactors(session);
    }

    @Override
    public String getId() {
        return PROVIDER_ID;
    }
}
