package io.verifytotp.keycloak.it.login;

import io.verifytotp.keycloak.it.support.server.KeycloakUnderTest;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;

/** Codes at the login pages, on the database that comes with Keycloak. */
class ReplayIT extends ReplayRules {
    @Override
    public KeycloakUnderTest keycloak() {
        return SharedKeycloak.get();
    }
}
