/**
 * The engine: verifies codes, enrolls factors and administers them. Start with
 * {@link io.verifytotp.keycloak.domain.VerifyEngine}.
 *
 * <p>The sub-packages hold the model (Service, Entity, Factor, Challenge) and the ports to the outside. Depends on the
 * JDK and {@code totp} only, not on Keycloak: the same rules run in unit tests with fakes behind the ports and in a
 * server with a database behind them.
 */
package io.verifytotp.keycloak.domain;
