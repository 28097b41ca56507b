/**
 * Identifiers of the model, pages of lists, and exceptions for outages. The lowest package of the domain.
 */
@PublicApi
package io.verifytotp.keycloak.domain.id;

import io.verifytotp.keycloak.PublicApi;
