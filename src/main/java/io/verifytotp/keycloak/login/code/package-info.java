/**
 * The page that asks for a code, and its verification, for the authenticators and the required action that asks for a
 * proof. Start with {@link io.verifytotp.keycloak.login.code.CodeVerification}.
 */
package io.verifytotp.keycloak.login.code;
