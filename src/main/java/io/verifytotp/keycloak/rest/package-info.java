/**
 * The Verify API over HTTP, in the shape of Twilio Verify v2. Start with {@link io.verifytotp.keycloak.rest.Routes}, the
 * table of its operations; {@link io.verifytotp.keycloak.rest.ApiDispatcher} calls them.
 *
 * <p>Packages of this layer may import {@code spi}, {@code domain}, {@code totp}, {@code compat}, Keycloak, JAX-RS and Jackson.
 */
package io.verifytotp.keycloak.rest;
