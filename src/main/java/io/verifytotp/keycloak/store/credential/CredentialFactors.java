package io.verifytotp.keycloak.store.credential;

import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.Factors;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.store.transaction.OwnTransaction;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.cache.UserCache;

/** Reads verified factors from the user's credentials, which are usually in Keycloak's user cache. */
public final class CredentialFactors implements Factors {
    private static final Logger LOG = Logger.getLogger(CredentialFactors.class);

    private final KeycloakSession session;
    private final OwnTransaction transactions;

    /** @param transactions for what this session's transaction can't see */
    public CredentialFactors(KeycloakSession session, OwnTransaction transactions) {
        this.session = session;
        this.transactions = transactions;
    }

    @Override
    public List<Factor> of(EntityKey owner) {
        return read(() -> credentials(owner)
                .filter(model -> model.isOf(owner.service()))
                .flatMap(model -> readable(model, owner).stream())
                .toList());
    }

    @Override
    public boolean anyOf(EntityKey owner) {
        return read(() -> credentials(owner).anyMatch(model -> model.isOf(owner.service())));
    }

    /**
     * Reads in a transaction of its own: under repeatable read, the default of MariaDB and MySQL, the request's
     * transaction never sees what was committed after its first statement.
     */
    @Override
    public Optional<Factor> findCommitted(EntityKey owner, FactorId id) {
        evict(owner); // for what reads the factors later in this request
        return transactions.callInSession(
                (own, unit) -> UserCredentials.of(own, owner).flatMap(credentials -> credentials.factor(id)));
    }

    private void evict(EntityKey owner) {
        RealmModel realm = session.realms().getRealm(owner.realm());
        UserCache cache = session.getProvider(UserCache.class);
        if (realm != null && cache != null) {
            Optional.ofNullable(session.users().getUserById(realm, owner.identity()))
                    .ifPresent(user -> cache.evict(realm, user));
        }
    }

    private static <T> T read(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            // The user's storage failed, whatever its kind.
            throw new StoreUnavailableException(e);
        }
    }

    private Stream<TotpFactorCredentialModel> credentials(EntityKey owner) {
        RealmModel realm = session.realms().getRealm(owner.realm());
        UserModel user = realm == null ? null : session.users().getUserById(realm, owner.identity());
        return user == null
                ? Stream.empty()
                : user.credentialManager()
                        .getStoredCredentialsByTypeStream(TotpFactorCredentialModel.TYPE)
                        .map(TotpFactorCredentialModel::of);
    }

    /** Skips a damaged credential, which must not hide the user's other factors. */
    private static Optional<Factor> readable(TotpFactorCredentialModel model, EntityKey owner) {
        Optional<Factor> factor = model.toFactor(owner);
        if (factor.isEmpty()) {
            LOG.errorf(
                    "Credential %s of user %s is damaged and approves no code. Remove it.",
                    model.getId(), owner.identity());
        }
        return factor;
    }
}
