/**
 * The required action by which a user confirms or declines one operation of an application. Start with
 * {@link io.verifytotp.keycloak.login.confirm.ConfirmAction}.
 */
package io.verifytotp.keycloak.login.confirm;
