package io.verifytotp.keycloak.rest;

import io.verifytotp.keycloak.rest.http.ApiPath;
import io.verifytotp.keycloak.spi.PlainFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Registers the Verify API below {@code /realms/{realm}/verify-totp}. */
public final class VerifyApiFactory implements RealmResourceProviderFactory, PlainFactory<RealmResourceProvider> {
    public static final String ID = ApiPath.API;

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new VerifyApiResource(session);
    }

    @Override
    public String getId() {
        return ID;
    }
}
