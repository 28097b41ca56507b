/**
 * The server's own things: its options, key ring, clock and metrics. Start with
 * {@link io.verifytotp.keycloak.wiring.server.ServerKeyRing}.
 */
package io.verifytotp.keycloak.wiring.server;
