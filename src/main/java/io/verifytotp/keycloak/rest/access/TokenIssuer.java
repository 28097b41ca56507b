package io.verifytotp.keycloak.rest.access;

import org.keycloak.Config;
import org.keycloak.common.util.Encode;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.managers.AppAuthManager;

/**
 * The realm that a request's token says it is of, as Keycloak's Admin REST API reads it. Nothing of the token has been
 * verified: this only chooses the keys with which it has to be.
 *
 * @param realm whose API is called
 */
record TokenIssuer(KeycloakSession session, RealmModel realm) {

    /** The realm of administrators if the token names that, else the called one. */
    RealmModel home() {
        return names(Config.getAdminRealm()) ? session.realms().getRealmByName(Config.getAdminRealm()) : realm;
    }

    private boolean names(String realmName) {
        String token = AppAuthManager.extractAuthorizationHeaderToken(
                session.getContext().getHttpRequest().getHttpHeaders());
        if (token == null) {
            return false;
        }
        try {
            String issuer =
                    new JWSInput(token).readJsonContent(AccessToken.class).getIssuer();
            return issuer != null && issuer.endsWith("/realms/" + Encode.encodePathSegmentAsIs(realmName));
        } catch (JWSInputException e) {
            return false; // no token at all: it is refused when it is verified
        }
    }
}
