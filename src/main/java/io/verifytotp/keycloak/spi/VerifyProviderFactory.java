package io.verifytotp.keycloak.spi;

import org.keycloak.provider.ProviderFactory;

/** Creates the {@link VerifyProvider} of a session. */
public interface VerifyProviderFactory extends ProviderFactory<VerifyProvider> {}
