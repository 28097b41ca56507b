/**
 * E-mails to users about changes to their factors, sent in the background. Start with
 * {@link io.verifytotp.keycloak.wiring.mail.NoticeListener}.
 */
package io.verifytotp.keycloak.wiring.mail;
