package io.verifytotp.keycloak.wiring;

import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.login.confirm.ConfirmAction;
import io.verifytotp.keycloak.login.enroll.EnrollFactorAction;
import io.verifytotp.keycloak.login.stepup.ProveAction;
import io.verifytotp.keycloak.rest.access.ApiRole;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.dblock.DBLockManager;
import org.keycloak.models.dblock.DBLockProvider;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.ProviderEvent;

/**
 * Registers the required actions and the roles of the API in every realm: in existing ones that lack some at start-up, in
 * new and imported ones when they are created. Keycloak registers only its own required actions.
 */
final class RealmSetup {
    private static final Logger LOG = Logger.getLogger(RealmSetup.class);
    private static final RequiredActionFactory BEFORE_OTHERS = new ProveAction();
    private static final List<RequiredActionFactory> AFTER_OTHERS =
            List.of(new EnrollFactorAction(), new ConfirmAction());

    void onEvent(ProviderEvent event) {
        if (event instanceof PostMigrationEvent migrated) {
            setUpExisting(migrated.getFactory());
        } else if (event instanceof RealmModel.RealmPostCreateEvent created) {
            setUp(created.getCreatedRealm());
        }
    }

    private static void setUpExisting(KeycloakSessionFactory factory) {
        if (!KeycloakModelUtils.runJobInTransactionWithResult(factory, RealmSetup::incomplete)
                .isEmpty()) {
            underBootLock(factory);
        }
    }

    /**
     * Takes Keycloak's boot lock, which is free again by now: nodes that start together would insert the same rows. The
     * database is asked again then, because another node may have done the work meanwhile.
     */
    private static void underBootLock(KeycloakSessionFactory factory) {
        KeycloakModelUtils.runJobInTransaction(factory, lockSession -> {
            DBLockProvider lock = new DBLockManager(lockSession).getDBLock();
            lock.waitForLock(DBLockProvider.Namespace.KEYCLOAK_BOOT);
            try {
                KeycloakModelUtils.runJobInTransaction(factory, RealmSetup::setUpIncomplete);
            } finally {
                lock.releaseLock();
            }
        });
    }

    private static void setUpIncomplete(KeycloakSession session) {
        for (String id : incomplete(session)) {
            RealmModel realm = session.realms().getRealm(id);
            if (realm != null) { // another node may have removed it since
                session.getContext().setRealm(realm);
                setUp(realm);
            }
        }
    }

    private static List<String> incomplete(KeycloakSession session) {
        return IncompleteRealms.ids(
                session,
                Stream.concat(Stream.of(BEFORE_OTHERS), AFTER_OTHERS.stream())
                        .map(RequiredActionFactory::getId)
                        .toList());
    }

    /** At start-up this runs for the realms that {@link IncompleteRealms} names: its query has the same conditions. */
    private static void setUp(RealmModel realm) {
        addRoles(realm);
        AFTER_OTHERS.forEach(action -> addLast(realm, action));
        putFirst(realm);
    }

    private static void addLast(RealmModel realm, RequiredActionFactory action) {
        if (realm.getRequiredActionProviderByAlias(action.getId()) == null) {
            int last = prioritiesOfOthers(realm, action.getId()).max().orElse(0);
            register(realm, action, last + 1);
        }
    }

    /**
     * Creates the missing roles of the API, beside Keycloak's own roles for managing the realm: on the realm's client
     * {@code realm-management} and on the realm's client in the realm of administrators. They become part of the role
     * that includes all others there. A role without a description is missing, too: Keycloak's import makes the roles that
     * a file names, before this runs.
     */
    private static void addRoles(RealmModel realm) {
        ClientModel management = realm.getClientByClientId(Constants.REALM_MANAGEMENT_CLIENT_ID);
        if (management != null) {
            addRoles(management, Optional.ofNullable(management.getRole(AdminRoles.REALM_ADMIN)));
        }
        ClientModel ofMaster = realm.getMasterAdminClient();
        if (ofMaster != null) {
            addRoles(ofMaster, Optional.ofNullable(ofMaster.getRealm().getRole(AdminRoles.ADMIN)));
        }
    }

    private static void addRoles(ClientModel client, Optional<RoleModel> administrator) {
        for (ApiRole role : ApiRole.values()) {
            RoleModel found = client.getRole(role.roleName());
            if (found == null || found.getDescription() == null) {
                RoleModel ours = found == null ? client.addRole(role.roleName()) : found;
                ours.setDescription(role.description());
                administrator.ifPresent(composite -> composite.addCompositeRole(ours));
            }
        }
    }

    /** Gives the prove action the lowest priority: Keycloak runs a user's required actions in this order. */
    private static void putFirst(RealmModel realm) {
        int first = prioritiesOfOthers(realm, Identifiers.PROVE_ACTION).min().orElse(1) - 1;
        RequiredActionProviderModel prove = realm.getRequiredActionProviderByAlias(Identifiers.PROVE_ACTION);
        if (prove == null) {
            register(realm, BEFORE_OTHERS, first);
        } else if (prove.getPriority() > first) {
            prove.setPriority(first);
            realm.updateRequiredActionProvider(prove);
            LOG.infof("Realm %s: put %s before all other required actions", realm.getId(), prove.getAlias());
        }
        if (prove != null && !prove.isEnabled()) {
            LOG.warnf(
                    "Realm %s: the required action %s is disabled, so users with a factor can't add or change"
                            + " credentials. Enable it.",
                    realm.getId(), prove.getAlias());
        }
    }

    private static void register(RealmModel realm, RequiredActionFactory action, int priority) {
        RequiredActionProviderModel model = new RequiredActionProviderModel();
        model.setAlias(action.getId());
        model.setProviderId(action.getId());
        model.setName(action.getDisplayText());
        model.setEnabled(true);
        model.setDefaultAction(false);
        model.setPriority(priority);
        realm.addRequiredActionProvider(model);
        LOG.debugf("Registered %s in realm %s", action.getId(), realm.getId());
    }

    private static IntStream prioritiesOfOthers(RealmModel realm, String action) {
        return realm.getRequiredActionProvidersStream()
                .filter(model -> !model.getAlias().equals(action))
                .mapToInt(RequiredActionProviderModel::getPriority);
    }
}
