/**
 * The Verify API: Services, Entities, Factors and Challenges over HTTP, in the shape of Twilio Verify v2. Start with
 * {@link io.verifytotp.keycloak.rest.Routes}, the table of its operations.
 *
 * <p>A request passes {@link io.verifytotp.keycloak.rest.ApiDispatcher}: who calls, what is asked, whether they may. Then
 * a resource translates, asks the engine or the registry, and answers. May import {@code spi}, {@code domain},
 * {@code totp}, Keycloak, JAX-RS and Jackson.
 */
package io.verifytotp.keycloak.rest;

