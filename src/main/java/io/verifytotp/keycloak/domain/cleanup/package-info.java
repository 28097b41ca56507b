/**
 * Removal of rows that nobody needs any more. Start with {@link io.verifytotp.keycloak.domain.cleanup.Purge}.
 */
package io.verifytotp.keycloak.domain.cleanup;
