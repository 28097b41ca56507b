package io.verifytotp.keycloak.store.credential;

import io.verifytotp.keycloak.domain.factor.DeviceLabel;
import io.verifytotp.keycloak.domain.factor.FactorChange;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.SealedSeed;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.cache.UserCache;

/** The credentials of one Entity, for changing them in the transaction of that session. */
public final class UserCredentials {
    private final EntityKey owner;
    private final UserModel user;

    private UserCredentials(EntityKey owner, UserModel user) {
        this.owner = owner;
        this.user = user;
    }

    /** The credentials of that owner as they are stored now; empty if there is no such user. */
    public static Optional<UserCredentials> of(KeycloakSession session, EntityKey owner) {
        RealmModel realm = session.realms().getRealm(owner.realm());
        if (realm == null) {
            return Optional.empty();
        }
        session.getContext().setRealm(realm);
        return Optional.ofNullable(session.users().getUserById(realm, owner.identity()))
                .map(cached -> uncached(session, realm, cached))
                .map(user -> new UserCredentials(owner, user));
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

    /** Ids of the credentials that hold the owner's factors, those that can't be read included. */
    public List<String> ids() {
        return ids(model -> true);
    }

    /** Ids of those that can't be read, and so verify nothing. */
    public List<String> unreadable() {
        return ids(model -> !model.isReadable());
    }

    private List<String> ids(Predicate<TotpFactorCredentialModel> wanted) {
        return all().filter(model -> model.isOf(owner.service()) && wanted.test(model))
                .map(TotpFactorCredentialModel::getId)
                .toList();
    }

    /** Whether that factor is there and can be read. */
    public boolean hold(FactorId factor) {
        return all().anyMatch(model ->
                model.toFactor(owner).filter(found -> found.id().equals(factor)).isPresent());
    }

    public void remove(List<String> ids) {
        ids.forEach(user.credentialManager()::removeStoredCredentialById);
    }

    /**
     * Moves a credential behind another one, or to the front. Keycloak offers ways to log in by the order of the user's
     * credentials: behind recovery codes, a new app would be asked for only after one of these.
     */
    public void putBehind(Optional<String> before, String id) {
        user.credentialManager().moveStoredCredentialTo(id, before.orElse(null));
    }

    /** The id of the credential of any type that stands before the first of those; empty if none does. */
    public Optional<String> before(List<String> going) {
        return user.credentialManager()
                .getStoredCredentialsStream()
                .map(CredentialModel::getId)
                .takeWhile(id -> !going.contains(id))
                .reduce((first, second) -> second);
    }

    /** The notes with a name that none of the user's factors has as its label, in whatever Service: numbered if need be. */
    public FactorNotes withFreeLabel(FactorNotes notes) {
        return notes.named(DeviceLabel.free(notes.name(), labelsBut(Optional.empty())));
    }

    /**
     * Changes a factor's parameters and notes.
     *
     * @return what came of it; empty if the owner has no such factor, or it can't be read
     */
    public Optional<Change> change(FactorChange change) {
        String id = change.factor().key();
        return all().filter(model -> model.getId().equals(id) && model.isOf(owner.service()) && model.isReadable())
                .findFirst()
                .map(model -> {
                    FactorNotes notes =
                            change.notes().named(DeviceLabel.free(change.notes().name(), labelsBut(Optional.of(id))));
                    Duration before = model.contents()
                            .settings()
                            .orElseThrow()
                            .parameters()
                            .period();
                    user.credentialManager().updateStoredCredential(model.changed(change, notes));
                    return new Change(before, notes);
                });
    }

    /**
     * What came of a change.
     *
     * @param before the period that the factor had
     * @param notes what it has now, with a name that is its own
     */
    public record Change(Duration before, FactorNotes notes) {}

    /** Replaces a sealed seed; false if it is not {@code before} any more. */
    public boolean replace(FactorId factor, SealedSeed before, SealedSeed after) {
        Optional<TotpFactorCredentialModel> found = all().filter(
                        model -> model.getId().equals(factor.key()))
                .filter(model ->
                        model.isOf(owner.service()) && model.contents().seed().equals(Optional.of(before)))
                .findFirst();
        found.ifPresent(model -> user.credentialManager().updateStoredCredential(model.sealedAs(after)));
        return found.isPresent();
    }

    private Set<String> labelsBut(Optional<String> id) {
        return all().filter(model -> !Optional.of(model.getId()).equals(id))
                .map(TotpFactorCredentialModel::getUserLabel)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    private Stream<TotpFactorCredentialModel> all() {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(TotpFactorCredentialModel.TYPE)
                .map(TotpFactorCredentialModel::of);
    }

    public void add(TotpFactorCredentialModel credential) {
        user.credentialManager().createStoredCredential(credential);
    }
}
