/**
 * Enforces the rule of {@code login.proof}: asks for a proof before required actions, and guards forms and Account REST.
 * Start with {@link io.verifytotp.keycloak.login.stepup.ProveAction}.
 */
package io.verifytotp.keycloak.login.stepup;
