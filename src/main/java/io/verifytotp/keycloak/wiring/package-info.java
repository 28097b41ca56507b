/**
 * Puts the rooms together: builds the engine of a session, reads server options, finds the key ring, sets up realms.
 * Start with {@link io.verifytotp.keycloak.wiring.DefaultVerifyProviderFactory}.
 *
 * <p>May import everything; nobody imports it (Keycloak finds it through {@code META-INF/services}).
 */
package io.verifytotp.keycloak.wiring;

