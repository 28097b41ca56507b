package io.verifytotp.keycloak.it;

/** Codes at the login pages, on the database that comes with Keycloak. */
class ReplayIT extends ReplayRules {
    @Override
    KeycloakUnderTest keycloak() {
        return SharedKeycloak.get();
    }
}
