/**
 * Sealing of seeds for the store: AES-256-GCM under keys of a ring that lives outside the database. Start with
 * {@link io.verifytotp.keycloak.seal.AesGcmSeedSealer}.
 *
 * <p>May import {@code domain}, {@code totp} and the JDK's cryptography.
 */
package io.verifytotp.keycloak.seal;
