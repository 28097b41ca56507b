package io.verifytotp.keycloak.login.code;

import io.verifytotp.keycloak.domain.service.DisplayNames;
import io.verifytotp.keycloak.domain.service.Service;

/**
 * Names under which authenticator apps list a factor.
 *
 * @param issuer name of the organisation
 * @param account name of the user
 */
public record AppEntryNames(String issuer, String account) {
    public static AppEntryNames of(DisplayNames names, Service service, String identity) {
        return new AppEntryNames(names.issuer(service, identity), names.account(service, identity));
    }
}
