/**
 * The required action that enrolls a factor, and its page with the QR code. Start with
 * {@link io.verifytotp.keycloak.login.enroll.EnrollFactorAction}.
 */
package io.verifytotp.keycloak.login.enroll;
