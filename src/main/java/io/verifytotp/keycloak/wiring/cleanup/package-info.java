/**
 * Removal of our rows when Keycloak removes what they belong to, and the purge at intervals. Start with
 * {@link io.verifytotp.keycloak.wiring.cleanup.RemovalListener}.
 */
package io.verifytotp.keycloak.wiring.cleanup;
