/** Puts our executions into copies of a realm's flows, binds these, and takes it all back. */
package io.verifytotp.keycloak.setup.change;
