/**
 * The rule that a second factor is changed only with a proof, and the proofs of a session. Start with
 * {@link io.verifytotp.keycloak.login.proof.ProofRule}.
 */
package io.verifytotp.keycloak.login.proof;
