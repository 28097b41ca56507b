/**
 * The entry point to verification within Keycloak: {@code session.getProvider(VerifyProvider.class)}.
 *
 * <p>May import {@code domain} and Keycloak's provider and model types.
 */
package io.verifytotp.keycloak.spi;
