package io.verifytotp.keycloak.rest;

import io.verifytotp.keycloak.rest.http.ApiPath;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Registers the Verify API below {@code /realms/{realm}/verify-totp}. */
public final class VerifyApiFactory implements RealmResourceProviderFactory {
    public static final String ID = ApiPath.API;

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new VerifyApiResource(session);
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    @Override
    public String getId() {
        return ID;
    }
}
