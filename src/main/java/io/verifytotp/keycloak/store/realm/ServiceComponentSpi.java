package io.verifytotp.keycloak.store.realm;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** Registers Services with Keycloak as a type of components. */
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
