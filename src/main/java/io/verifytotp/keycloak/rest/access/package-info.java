/**
 * Callers of the API: who calls, with which roles, and what these allow. Start with
 * {@link io.verifytotp.keycloak.rest.access.CallerAuthentication}.
 */
package io.verifytotp.keycloak.rest.access;
