package io.verifytotp.keycloak.it.api;

import io.verifytotp.keycloak.it.login.RaceRules;
import io.verifytotp.keycloak.it.support.server.KeycloakUnderTest;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;

/** Codes at all doors, on the database that comes with Keycloak. */
class VerifyApiRacesIT extends RaceRules {
    @Override
    public KeycloakUnderTest keycloak() {
        return SharedKeycloak.get();
    }
}
