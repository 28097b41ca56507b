package io.verifytotp.keycloak.rest.access;

import io.verifytotp.keycloak.compat.VerifiedToken;
import io.verifytotp.keycloak.rest.http.ApiError;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.keycloak.Config;
import org.keycloak.common.util.Encode;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.utils.AuthorizeClientUtil;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.ErrorResponseException;
import org.keycloak.services.managers.AppAuthManager;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;

/**
 * Authenticates the caller with Keycloak's own code: by a client's id and secret (Basic), or an access token (Bearer).
 * The client has to be one of the realm; a token may also be one of the realm of administrators.
 */
public final class CallerAuthentication {
    private final KeycloakSession session;
    private final RealmModel realm;

    public CallerAuthentication(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** Returns the caller, or throws the API's 401. */
    public Caller authenticate() {
        List<String> headers =
                session.getContext().getHttpRequest().getHttpHeaders().getRequestHeader(HttpHeaders.AUTHORIZATION);
        if (headers == null || headers.size() != 1) {
            throw refused();
        }
        String scheme = headers.get(0).strip().split(" ", 2)[0].toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "basic" -> bySecret();
            case "bearer" -> byToken();
            default -> throw refused();
        };
    }

    private Caller bySecret() {
        EventBuilder event =
                new EventBuilder(realm, session, session.getContext().getConnection()).event(EventType.CLIENT_LOGIN);
        ClientModel client;
        try {
            client = AuthorizeClientUtil.authorizeClient(session, event, null).getClient();
        } catch (WebApplicationException e) {
            throw refused(); // Keycloak has logged the event
        }
        UserModel account = mayCall(client) ? session.users().getServiceAccount(client) : null;
        if (account == null || !account.isEnabled()) {
            event.client(client)
                    .detail(Details.REASON, "only a confidential client with an enabled service account may call")
                    .error(Errors.UNAUTHORIZED_CLIENT);
            throw refused();
        }
        return new Caller(realm, realm, account, client, Optional.empty());
    }

    /** Keycloak accepts a public client without a secret, so its kind is checked here. */
    private static boolean mayCall(ClientModel client) {
        return !client.isPublicClient() && !client.isBearerOnly() && client.isServiceAccountsEnabled();
    }

    private Caller byToken() {
        KeycloakContext context = session.getContext();
        try {
            RealmModel home = issuerNames(Config.getAdminRealm())
                    ? session.realms().getRealmByName(Config.getAdminRealm())
                    : realm;
            // Keycloak looks up keys and compares the issuer in the realm of the context.
            context.setRealm(home);
            AuthResult result = new AppAuthManager.BearerTokenAuthenticator(session).authenticate();
            if (result == null) {
                throw refused();
            }
            VerifiedToken token = VerifiedToken.of(result);
            return new Caller(realm, home, token.user(), token.client(), Optional.of(token.token()));
        } catch (NotAuthorizedException | ErrorResponseException e) {
            throw refused();
        } finally {
            context.setRealm(realm);
        }
    }

    /**
     * Returns whether the request's token names that realm as its issuer. The token is not verified yet: as in Keycloak's
     * Admin REST API, this only chooses the keys to verify it with.
     */
    private boolean issuerNames(String realmName) {
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

    private ApiError refused() {
        return ApiError.notAuthenticated(realm.getName());
    }
}
