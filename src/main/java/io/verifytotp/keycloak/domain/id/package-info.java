/**
 * Identifiers of the model, pages of lists, and exceptions for outages. The lowest package of the domain.
 */
package io.verifytotp.keycloak.domain.id;
