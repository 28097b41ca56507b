package io.verifytotp.keycloak.store.credential;

import io.verifytotp.keycloak.domain.EntityKey;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.cache.UserCache;

/** The credentials of one Entity, for changing them in the transaction of that session. */
public final class OwnedCredentials {
    private final EntityKey owner;
    private final UserModel user;

    private OwnedCredentials(EntityKey owner, UserModel user) {
        this.owner = owner;
        this.user = user;
    }

    /** The credentials of that owner as they are stored now; empty if there is no such user. */
    public static Optional<OwnedCredentials> of(KeycloakSession session, EntityKey owner) {
        RealmModel realm = session.realms().getRealm(owner.realm());
        if (realm == null) {
            return Optional.empty();
        }
        session.getContext().setRealm(realm);
        return Optional.ofNullable(session.users().getUserById(realm, owner.identity()))
                .map(cached -> uncached(session, realm, cached))
                .map(user -> new OwnedCredentials(owner, user));
    }

    /** The cache may still hold the credentials from before a change that was committed a moment ago. */
    private static UserModel uncached(KeycloakSession session, RealmModel realm, UserModel cached) {
        UserCache cache = session.getProvider(UserCache.class);
        if (cache == null) {
            return cached; // the server runs without one
        }
        cache.evict(realm, cached);
        return session.users().getUserById(realm, cached.getId());
    }

    /** Ids of the credentials that hold the owner's factors. */
    public List<String> ids() {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(TotpFactorCredentialModel.TYPE)
                .map(TotpFactorCredentialModel::of)
                .filter(model -> model.isOf(owner.service()))
                .map(TotpFactorCredentialModel::getId)
                .toList();
    }

    public void remove(List<String> ids) {
        ids.forEach(user.credentialManager()::removeStoredCredentialById);
    }

    public void add(TotpFactorCredentialModel credential) {
        user.credentialManager().createStoredCredential(credential);
    }
}
