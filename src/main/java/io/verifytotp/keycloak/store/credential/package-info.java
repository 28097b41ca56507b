/**
 * Verified factors as Keycloak credentials of type {@code verify-totp}, so that Keycloak's consoles, export and
 * federated users work with them. Start with {@link io.verifytotp.keycloak.store.credential.CredentialFactors}.
 *
 * <p>May import {@code domain}, {@code totp} and Keycloak.
 */
package io.verifytotp.keycloak.store.credential;
