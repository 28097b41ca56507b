/**
 * The engine: verifies codes, enrolls factors and administers them. Start with
 * {@link io.verifytotp.keycloak.domain.VerifyEngine}.
 *
 * <p>The sub-packages hold what the engine works on: the model of Verify TOTP (Service, Entity, Factor, Challenge) and the
 * ports through which the outside is asked. Knows the JDK and {@code totp}, nothing of Keycloak: the same rules run in unit
 * tests with fakes behind the ports and in a server with a database behind them.
 */
package io.verifytotp.keycloak.domain;
