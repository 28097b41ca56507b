package io.verifytotp.keycloak.login;

import io.verifytotp.keycloak.domain.Service;
import io.verifytotp.keycloak.domain.ShownNames;

/**
 * Names under which authenticator apps list a factor.
 *
 * @param issuer of the realm
 * @param account what Keycloak shows the user as his or her name
 */
record FactorNames(String issuer, String account) {
    static FactorNames of(ShownNames names, Service service, String identity) {
        return new FactorNames(names.issuer(service, identity), names.account(service, identity));
    }
}
