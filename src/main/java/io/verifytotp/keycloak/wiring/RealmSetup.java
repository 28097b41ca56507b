package io.verifytotp.keycloak.wiring;

import io.verifytotp.keycloak.domain.Identifiers;
import java.util.List;
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
 * Gives every realm its required action and the roles of the API: existing ones at start-up, new and imported ones when
 * they are made. Keycloak itself registers only what it ships.
 */
final class RealmSetup {
    private static final Logger LOG = Logger.getLogger(RealmSetup.class);

    private static final String NAME = "Set up Verify TOTP";

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
        registerAction(realm);
    }

    private static void registerAction(RealmModel realm) {
        if (realm.getRequiredActionProviderByAlias(Identifiers.REQUIRED_ACTION) != null) {
            return;
        }
        RequiredActionProviderModel action = new RequiredActionProviderModel();
        action.setAlias(Identifiers.REQUIRED_ACTION);
        action.setProviderId(Identifiers.REQUIRED_ACTION);
        action.setName(NAME);
        action.setEnabled(true);
        action.setDefaultAction(false);
        action.setPriority(nextPriority(realm));
        realm.addRequiredActionProvider(action);
        LOG.debugf("Registered %s in realm %s", Identifiers.REQUIRED_ACTION, realm.getId());
    }

    private static int nextPriority(RealmModel realm) {
        return realm.getRequiredActionProvidersStream()
                        .mapToInt(RequiredActionProviderModel::getPriority)
                        .max()
                        .orElse(0)
                + 1;
    }
}
