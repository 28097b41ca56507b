/**
 * Removal of rows that are no longer needed. Start with {@link io.verifytotp.keycloak.domain.cleanup.Purge}.
 */
package io.verifytotp.keycloak.domain.cleanup;
