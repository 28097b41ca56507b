/**
 * Differences between the supported Keycloak lines, 26.4 to 26.7: one class each, which names the line after whose end
 * of support it can go. May import Keycloak, but nothing of ours. Other differences need only an override or a
 * comment where they matter: search for {@code 26.}
 */
package io.verifytotp.keycloak.compat;
