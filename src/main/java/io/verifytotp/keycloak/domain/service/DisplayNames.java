package io.verifytotp.keycloak.domain.service;

import io.verifytotp.keycloak.PublicApi;

/** Names of realms and users as Keycloak's pages show them. */
@PublicApi
public interface DisplayNames {
    /**
     * Returns a realm's display name in the language of the request. {@code ${key}} in it is replaced by the realm's
     * text of that key.
     */
    String ofRealm(String realm, String displayName);

    /** Returns the issuer of a Service in that user's language; the realm's name if it has no visible character. */
    String issuer(Service service, String identity);

    /** Returns the user's name; the e-mail address, if the realm uses it as user name now. */
    String account(Service service, String identity);
}
