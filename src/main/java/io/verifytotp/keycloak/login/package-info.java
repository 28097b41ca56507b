/**
 * Authenticators for the browser flow and for the direct grant. Start with
 * {@link io.verifytotp.keycloak.login.TotpFactorAuthenticator}.
 *
 * <p>Adapters: they read a form, call the engine and act on the outcome. Packages of this layer may import
 * {@code spi}, {@code domain}, {@code totp}, {@code compat}, Keycloak and ZXing.
 */
package io.verifytotp.keycloak.login;
