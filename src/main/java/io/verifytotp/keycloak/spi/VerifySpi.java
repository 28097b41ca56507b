package io.verifytotp.keycloak.spi;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** SPI of verification. Server options are given as {@code --spi-verify-totp--default--<option>}. */
public final class VerifySpi implements Spi {
    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "verify-totp";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return VerifyProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<VerifyProvider>> getProviderFactoryClass() {
        return VerifyProviderFactory.class;
    }
}
