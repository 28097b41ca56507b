package io.verifytotp.keycloak.spi;

import org.keycloak.provider.ProviderFactory;

/** Makes the {@link VerifyProvider} of a session. */
public interface VerifyProviderFactory extends ProviderFactory<VerifyProvider> {}
