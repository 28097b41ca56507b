/**
 * The choice of the Service whose factors a login asks for or sets up. Start with
 * {@link io.verifytotp.keycloak.login.service.LoginServices}.
 */
package io.verifytotp.keycloak.login.service;
