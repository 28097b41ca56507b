package io.verifytotp.keycloak.compat;

import org.keycloak.models.ClientModel;
import org.keycloak.models.UserModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;

/**
 * An access token that Keycloak has verified, with its user and client. Keycloak's {@link AuthResult} is a class up to
 * 26.4 and a record later, so the names of its accessors differ. Can go with 26.4.
 */
public record VerifiedToken(UserModel user, ClientModel client, AccessToken token) {
    @SuppressWarnings("removal")
    public static VerifiedToken of(AuthResult result) {
        try {
            return new VerifiedToken(result.user(), result.client(), result.token());
        } catch (NoSuchMethodError e) {
            return new VerifiedToken(result.getUser(), result.getClient(), result.getToken());
        }
    }
}
