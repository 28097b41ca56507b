/**
 * A page that asks for a code, and the verification of what is typed there. The authenticators and the required action that
 * asks for a proof share it. Start with {@link io.verifytotp.keycloak.login.code.CodeVerification}.
 */
package io.verifytotp.keycloak.login.code;
