package io.verifytotp.keycloak.store.credential;

import io.verifytotp.keycloak.domain.factor.DeviceLabel;
import io.verifytotp.keycloak.domain.factor.Factor;
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
import org.keycloak.models.credential.OTPCredentialModel;

/** Credentials of one Entity, read and changed in the transaction of a session. */
public final class UserCredentials {
    private final EntityKey owner;
    private final UserModel user;

    private UserCredentials(EntityKey owner, UserModel user) {
        this.owner = owner;
        this.user = user;
    }

    /** Reads the owner's credentials past Keycloak's cache of users; empty if there is no such user. */
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

    /** Evicts the user from the cache, which may not know of a change that was committed a moment ago. */
    private static UserModel uncached(KeycloakSession session, RealmModel realm, UserModel cached) {
        UserCache cache = session.getProvider(UserCache.class);
        if (cache == null) {
            return cached; // the server runs without one
        }
        cache.evict(realm, cached);
        return session.users().getUserById(realm, cached.getId());
    }

    /** Returns the ids of the owner's factors, including those that can't be read. */
    public List<String> ids() {
        return ids(model -> true);
    }

    /** Returns the ids of the factors that can't be read, and so approve no code. */
    public List<String> unreadable() {
        return ids(model -> !model.isReadable());
    }

    private List<String> ids(Predicate<TotpFactorCredentialModel> wanted) {
        return all().filter(model -> model.isOf(owner.service()) && wanted.test(model))
                .map(TotpFactorCredentialModel::getId)
                .toList();
    }

    /** Returns whether the owner is a program, whose credentials Keycloak lets nobody change. */
    boolean areOfAServiceAccount() {
        return user.getServiceAccountClientLink() != null;
    }

    /** Returns whether the owner has this factor, readable, or a credential of Keycloak's own OTP that can become it. */
    public boolean has(FactorId factor) {
        return factor(factor).isPresent()
                || otps().anyMatch(stored -> OtpContents.of(stored)
                        .contents()
                        .filter(contents -> contents.factor().equals(factor))
                        .isPresent());
    }

    public EntityKey owner() {
        return owner;
    }

    /** Returns the credentials of Keycloak's own OTP. */
    Stream<CredentialModel> otps() {
        return user.credentialManager().getStoredCredentialsByTypeStream(OTPCredentialModel.TYPE);
    }

    /** Returns the owner's factors, including those that can't be read. */
    List<TotpFactorCredentialModel> ofOwner() {
        return all().filter(model -> model.isOf(owner.service())).toList();
    }

    /** Stores a credential in place of the one with its id. */
    void update(CredentialModel model) {
        user.credentialManager().updateStoredCredential(model);
    }

    /** Returns a factor of the owner; empty if there is none of this id that can be read. */
    public Optional<Factor> factor(FactorId id) {
        return factors().stream().filter(factor -> factor.id().equals(id)).findFirst();
    }

    /** Returns the owner's factors that can be read. */
    public List<Factor> factors() {
        return all().flatMap(model -> model.toFactor(owner).stream()).toList();
    }

    public void remove(List<String> ids) {
        ids.forEach(user.credentialManager()::removeStoredCredentialById);
    }

    /**
     * Adds a credential, and removes others, whose place in the user's order it takes. Keycloak offers ways to log in by
     * that order: behind recovery codes, a new app would be asked for only after one of these.
     */
    public void replace(List<String> removed, TotpFactorCredentialModel added) {
        Optional<String> before = before(removed);
        remove(removed);
        user.credentialManager().createStoredCredential(added);
        if (!removed.isEmpty()) {
            user.credentialManager().moveStoredCredentialTo(added.getId(), before.orElse(null));
        }
    }

    /** Finds the credential of any type that comes before the first of those; empty if none does. */
    private Optional<String> before(List<String> removed) {
        return user.credentialManager()
                .getStoredCredentialsStream()
                .map(CredentialModel::getId)
                .takeWhile(id -> !removed.contains(id))
                .reduce((first, second) -> second);
    }

    /**
     * Numbers the name in the notes if another factor of the user, in any Service and not ignored, has it as its label.
     */
    public FactorNotes withFreeLabel(FactorNotes notes, List<String> ignored) {
        Set<String> labels = all().filter(model -> !ignored.contains(model.getId()))
                .map(TotpFactorCredentialModel::getUserLabel)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        return notes.named(DeviceLabel.free(notes.name(), labels));
    }

    /** Changes a factor's parameters and notes; empty if the owner has no such factor, or it can't be read. */
    public Optional<Change> change(FactorChange change) {
        return find(change.factor())
                .filter(TotpFactorCredentialModel::isReadable)
                .map(model -> {
                    FactorNotes notes = withFreeLabel(change.notes(), List.of(model.getId()));
                    user.credentialManager().updateStoredCredential(model.changed(change, notes));
                    return new Change(model.period(), notes);
                });
    }

    /** The period before a change, and the notes as stored, with a name that is unique among the user's factors. */
    public record Change(Duration before, FactorNotes notes) {}

    /** Replaces a sealed seed; false if the stored one is not {@code before}. */
    public boolean reseal(FactorId factor, SealedSeed before, SealedSeed after) {
        Optional<TotpFactorCredentialModel> found =
                find(factor).filter(model -> model.contents().seed().equals(Optional.of(before)));
        found.ifPresent(model -> user.credentialManager().updateStoredCredential(model.sealedAs(after)));
        return found.isPresent();
    }

    private Optional<TotpFactorCredentialModel> find(FactorId factor) {
        return all().filter(model -> model.getId().equals(factor.key()) && model.isOf(owner.service()))
                .findFirst();
    }

    private Stream<TotpFactorCredentialModel> all() {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(TotpFactorCredentialModel.TYPE)
                .map(TotpFactorCredentialModel::of);
    }
}
