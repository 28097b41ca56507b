/**
 * Callers of the API: authentication, roles and permissions. Start with
 * {@link io.verifytotp.keycloak.rest.access.CallerAuthentication}.
 */
package io.verifytotp.keycloak.rest.access;
