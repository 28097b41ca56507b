/**
 * Services as a realm keeps them: the default one in the configuration of the required action that enrolls.
 *
 * <p>May import {@code domain} and Keycloak.
 */
package io.verifytotp.keycloak.store.realm;
