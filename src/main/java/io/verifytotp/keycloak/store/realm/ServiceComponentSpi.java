package io.verifytotp.keycloak.store.realm;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** Makes Services known to Keycloak as components of a realm. */
public final class ServiceComponentSpi implements Spi {
    @Override
    public boolean isInternal() {
        return true;
    }

    @Override
    public String getName() {
        return "verify-totp-service";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return ServiceComponent.class;
    }

    @Override
    public Class<? extends ProviderFactory<ServiceComponent>> getProviderFactoryClass() {
        return ServiceComponentFactory.class;
    }
}
