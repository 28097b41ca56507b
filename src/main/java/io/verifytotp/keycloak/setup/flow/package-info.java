/**
 * Model of Keycloak's authentication flows, and the simulation that finds out who is asked for a code. Knows the JDK
 * alone. Start with {@link io.verifytotp.keycloak.setup.flow.FlowAnalysis}.
 */
package io.verifytotp.keycloak.setup.flow;
