/**
 * Encryption of seeds for the store: AES-256-GCM with keys of a ring outside the database. Start with
 * {@link io.verifytotp.keycloak.seal.AesGcmSeedSealer}.
 *
 * <p>May import {@code domain}, {@code totp} and the JDK's cryptography.
 */
package io.verifytotp.keycloak.seal;
