/**
 * Challenges, the verdicts on their codes, and the ledger that records attempts. Start with
 * {@link io.verifytotp.keycloak.domain.challenge.FactorLedger}.
 */
@PublicApi
package io.verifytotp.keycloak.domain.challenge;

import io.verifytotp.keycloak.PublicApi;
