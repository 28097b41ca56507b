/**
 * Parts that live as long as the server: options, key ring, clock, metrics. Start with
 * {@link io.verifytotp.keycloak.wiring.server.ServerKeyRing}.
 */
package io.verifytotp.keycloak.wiring.server;
