/**
 * Services and their options: accepted values, effective values, budgets and grace period. Start with
 * {@link io.verifytotp.keycloak.domain.service.ServiceOption}.
 */
@PublicApi
package io.verifytotp.keycloak.domain.service;

import io.verifytotp.keycloak.PublicApi;
