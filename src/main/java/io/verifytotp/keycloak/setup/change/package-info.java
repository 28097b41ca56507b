/**
 * Puts our executions into copies of a realm's flows, binds these, and takes it all back. A flow is read into a
 * {@link io.verifytotp.keycloak.setup.plan.FlowPlan}, a {@link io.verifytotp.keycloak.setup.plan.Placement} changes
 * that, and the plan is written as a new flow. Start with {@link io.verifytotp.keycloak.setup.change.SetupChanges}.
 */
package io.verifytotp.keycloak.setup.change;
