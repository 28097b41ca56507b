/**
 * Mathematics of one-time codes: RFC 4226 (HOTP), RFC 6238 (TOTP), RFC 4648 (Base32) and the otpauth URI that
 * authenticator apps read. Start with {@link io.verifytotp.keycloak.totp.Totp}.
 *
 * <p>May import the JDK and Commons Codec, not Keycloak. Has no notion of users, attempts, locks or replay: it finds
 * <em>which</em> step a code belongs to, and the domain decides.
 */
package io.verifytotp.keycloak.totp;
