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
 * Reads the realm that a request's token names as its issuer, as Keycloak's Admin REST API does. The token is not
 * verified yet: this only chooses the keys to verify it with.
 */
final class TokenIssuer {
    private final KeycloakSession session;
    private final RealmModel realm;

    /** @param realm the realm whose API is called */
    TokenIssuer(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** Returns the realm of administrators if the token names it, or else the called one. */
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
            return false; // not a token: verifying it will refuse it
        }
    }
}
