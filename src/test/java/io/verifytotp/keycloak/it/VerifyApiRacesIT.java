package io.verifytotp.keycloak.it;

/** Codes at all doors, on the database that comes with Keycloak. */
class VerifyApiRacesIT extends RaceRules {
    @Override
    KeycloakUnderTest keycloak() {
        return SharedKeycloak.get();
    }
}
