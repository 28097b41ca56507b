/** Report on every way in of a realm, as the realm is now. Start with {@link io.verifytotp.keycloak.setup.report.SetupReport}. */
package io.verifytotp.keycloak.setup.report;
