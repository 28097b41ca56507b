package io.verifytotp.keycloak.store.credential;

import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.SeedUnavailableException;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Credentials of one type as the session of the request reads them, usually from Keycloak's user cache. */
final class RequestCredentials {
    private final KeycloakSession session;
    private final String type;

    RequestCredentials(KeycloakSession session, String type) {
        this.session = session;
        this.type = type;
    }

    /** Runs work on the owner's credentials, none if there is no such user; a failure of the user's storage is an outage. */
    <T> T read(EntityKey owner, Function<Stream<CredentialModel>, T> work) {
        try {
            return work.apply(stored(owner));
        } catch (SeedUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            // The user's storage failed, whatever its kind.
            throw new StoreUnavailableException(e);
        }
    }

    private Stream<CredentialModel> stored(EntityKey owner) {
        RealmModel realm = session.realms().getRealm(owner.realm());
        UserModel user = realm == null ? null : session.users().getUserById(realm, owner.identity());
        return user == null ? Stream.empty() : user.credentialManager().getStoredCredentialsByTypeStream(type);
    }
}
