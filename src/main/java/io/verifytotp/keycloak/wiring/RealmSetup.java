package io.verifytotp.keycloak.wiring;

import io.verifytotp.keycloak.domain.id.Identifiers;
import java.util.List;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.dblock.DBLockManager;
import org.keycloak.models.dblock.DBLockProvider;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.ProviderEvent;

/**
 * Gives every realm its required actions and the roles of the API: existing ones at start-up, new and imported ones when
 * they are made. Keycloak itself registers only what it ships.
 */
final class RealmSetup {
    private static final Logger LOG = Logger.getLogger(RealmSetup.class);

    private static final String ENROLL_NAME = "Set up Verify TOTP";
    private static final String PROVE_NAME = "Prove Verify TOTP first";

    void onEvent(ProviderEvent event) {
        if (event instanceof PostMigrationEvent migrated) {
            underBootLock(migrated.getFactory());
        } else if (event instanceof RealmModel.RealmPostCreateEvent created) {
            setUp(created.getCreatedRealm());
        }
    }

    /** Nodes that start together would insert the same rows; Keycloak has let go of its own lock by now. */
    private static void underBootLock(KeycloakSessionFactory factory) {
        KeycloakModelUtils.runJobInTransaction(factory, lockSession -> {
            DBLockProvider lock = new DBLockManager(lockSession).getDBLock();
            lock.waitForLock(DBLockProvider.Namespace.KEYCLOAK_BOOT);
            try {
                setUpAll(factory);
            } finally {
                lock.releaseLock();
            }
        });
    }

    private static void setUpAll(KeycloakSessionFactory factory) {
        KeycloakModelUtils.runJobInTransaction(factory, session -> {
            List<RealmModel> realms = session.realms().getRealmsStream().toList();
            realms.forEach(realm -> {
                session.getContext().setRealm(realm);
                setUp(realm);
            });
        });
    }

    private static void setUp(RealmModel realm) {
        new ApiRoles(realm).ensure();
        if (realm.getRequiredActionProviderByAlias(Identifiers.REQUIRED_ACTION) == null) {
            int last =
                    prioritiesOfOthers(realm, Identifiers.REQUIRED_ACTION).max().orElse(0);
            register(realm, Identifiers.REQUIRED_ACTION, ENROLL_NAME, last + 1);
        }
        putFirst(realm);
    }

    /** Of the actions that a user has to do, Keycloak takes the one with the lowest priority first. */
    private static void putFirst(RealmModel realm) {
        int first = prioritiesOfOthers(realm, Identifiers.PROVE_ACTION).min().orElse(1) - 1;
        RequiredActionProviderModel prove = realm.getRequiredActionProviderByAlias(Identifiers.PROVE_ACTION);
        if (prove == null) {
            register(realm, Identifiers.PROVE_ACTION, PROVE_NAME, first);
        } else if (prove.getPriority() > first) {
            prove.setPriority(first);
            realm.updateRequiredActionProvider(prove);
            LOG.infof("Realm %s: put %s before all other required actions", realm.getId(), prove.getAlias());
        }
        if (prove != null && !prove.isEnabled()) {
            LOG.warnf(
                    "Realm %s: %s is switched off, so users with a factor can't add or change credentials. Switch it on",
                    realm.getId(), prove.getAlias());
        }
    }

    private static void register(RealmModel realm, String action, String name, int priority) {
        RequiredActionProviderModel model = new RequiredActionProviderModel();
        model.setAlias(action);
        model.setProviderId(action);
        model.setName(name);
        model.setEnabled(true);
        model.setDefaultAction(false);
        model.setPriority(priority);
        realm.addRequiredActionProvider(model);
        LOG.debugf("Registered %s in realm %s", action, realm.getId());
    }

    private static IntStream prioritiesOfOthers(RealmModel realm, String action) {
        return realm.getRequiredActionProvidersStream()
                .filter(model -> !model.getAlias().equals(action))
                .mapToInt(RequiredActionProviderModel::getPriority);
    }
}
