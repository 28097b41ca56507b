/**
 * Identifiers of the model, pages of lists, and the exceptions that report an outage. The lowest package of the domain.
 */
package io.verifytotp.keycloak.domain.id;
