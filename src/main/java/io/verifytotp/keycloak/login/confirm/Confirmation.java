package io.verifytotp.keycloak.login.confirm;

import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.ShownDetails;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.service.Service;

/**
 * A challenge that its user may be asked to confirm.
 *
 * @param service the Service that it belongs to
 * @param factor the factor whose code confirms it
 * @param clientName name of the client that opened it; perhaps a message key of Keycloak's, such as {@code ${client_admin}}
 */
record Confirmation(Service service, Challenge challenge, Factor factor, ShownDetails details, String clientName) {}
