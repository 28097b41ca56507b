/**
 * A Service and its options: what they may be, what counts, and the budgets and grace period that follow from them. Start
 * with {@link io.verifytotp.keycloak.domain.service.ServiceOption}.
 */
package io.verifytotp.keycloak.domain.service;
