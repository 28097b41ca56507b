/**
 * Factors, pending and verified, and the ports that read, change and seal them. Start with
 * {@link io.verifytotp.keycloak.domain.factor.Factor}.
 */
@PublicApi
package io.verifytotp.keycloak.domain.factor;

import io.verifytotp.keycloak.PublicApi;
