package io.verifytotp.keycloak.login.code;

import io.verifytotp.keycloak.domain.service.DisplayNames;
import io.verifytotp.keycloak.domain.service.Service;

/**
 * Names under which authenticator apps list a factor.
 *
 * @param issuer of the realm
 * @param account what Keycloak shows the user as his or her name
 */
public record FactorNames(String issuer, String account) {
    public static FactorNames of(DisplayNames names, Service service, String identity) {
        return new FactorNames(names.issuer(service, identity), names.account(service, identity));
    }
}
