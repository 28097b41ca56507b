/**
 * Builds the engine of each session, and sets up realms. Start with
 * {@link io.verifytotp.keycloak.wiring.DefaultVerifyProviderFactory}.
 *
 * <p>Packages of this layer may import everything; nothing imports them (Keycloak finds them through
 * {@code META-INF/services}).
 */
package io.verifytotp.keycloak.wiring;
