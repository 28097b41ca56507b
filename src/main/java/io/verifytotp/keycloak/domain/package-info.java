/**
 * The model of Verify TOTP (Service, Entity, Factor, Challenge), the rules of verification and the ports through
 * which the outside is asked. Start with {@link io.verifytotp.keycloak.domain.VerifyEngine}.
 *
 * <p>May import {@code totp} and the JDK, nothing of Keycloak: the same rules run in unit tests with fakes behind
 * the ports and in a server with a database behind them.
 */
package io.verifytotp.keycloak.domain;

