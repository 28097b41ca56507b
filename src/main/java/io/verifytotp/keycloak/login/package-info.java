/**
 * The doors for people: the required action that enrolls, the authenticator that asks for a code, and their pages.
 * Start with {@link io.verifytotp.keycloak.login.TotpFactorAuthenticatorFactory} and
 * {@link io.verifytotp.keycloak.login.enroll.EnrollFactorActionFactory}.
 *
 * <p>Adapters: they read a form, ask the engine, and do what the outcome says. May import {@code spi},
 * {@code domain}, {@code totp}, Keycloak and ZXing.
 */
package io.verifytotp.keycloak.login;

