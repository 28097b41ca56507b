package io.verifytotp.keycloak.domain.service;

/** Names of realms and users as Keycloak's own pages show them. */
public interface DisplayNames {
    /**
     * A realm's display name in the language of whoever sends the request: {@code ${key}} in it is the realm's text of
     * that key.
     */
    String ofRealm(String realm, String displayName);

    /** The issuer of a Service's factors in that user's language; the realm's name where nothing of it can be shown. */
    String issuer(Service service, String identity);

    /** The user's name: the e-mail address where the realm has it for user names, whatever the user name was before. */
    String account(Service service, String identity);
}
