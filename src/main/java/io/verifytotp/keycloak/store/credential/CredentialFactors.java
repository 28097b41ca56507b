package io.verifytotp.keycloak.store.credential;

import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.Factors;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.store.transaction.OwnTransaction;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.cache.UserCache;

/** Reads verified factors from the user's credentials, which are usually in Keycloak's user cache. */
public final class CredentialFactors implements Factors {
    private static final Logger LOG = Logger.getLogger(CredentialFactors.class);

    private final KeycloakSession session;
    private final RequestCredentials credentials;
    private final OwnTransaction transactions;

    /** @param transactions for what this session's transaction can't see */
    public CredentialFactors(KeycloakSession session, OwnTransaction transactions) {
        this.session = session;
        this.credentials = new RequestCredentials(session, TotpFactorCredentialModel.TYPE);
        this.transactions = transactions;
    }

    @Override
    public List<Factor> of(EntityKey owner) {
        return credentials.read(owner, all -> all.map(TotpFactorCredentialModel::of)
                .filter(model -> model.isOf(owner.service()))
                .flatMap(model -> readable(model, owner).stream())
                .toList());
    }

    @Override
    public boolean anyOf(EntityKey owner) {
        return credentials.read(
                owner, all -> all.map(TotpFactorCredentialModel::of).anyMatch(model -> model.isOf(owner.service())));
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
