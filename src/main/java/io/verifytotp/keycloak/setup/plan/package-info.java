/**
 * Flows in memory, and the rules that put our steps into them. Knows requirements of Keycloak's model, and no realm.
 * Start with {@link io.verifytotp.keycloak.setup.plan.Placement}.
 */
package io.verifytotp.keycloak.setup.plan;
