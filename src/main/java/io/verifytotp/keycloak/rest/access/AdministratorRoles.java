package io.verifytotp.keycloak.rest.access;

import java.util.Set;
import org.keycloak.Config;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.RoleUtils;

/**
 * Roles of a realm that make a user an administrator: all roles of the client {@code realm-management}, ours among them;
 * in the realm of administrators also all roles of the other realms' clients, and those for the whole server. Keycloak
 * has no such check before 26.7, and later one that leaves out roles of extensions.
 */
final class AdministratorRoles {
    private static final Set<String> OF_THE_SERVER = Set.of(AdminRoles.ADMIN, AdminRoles.CREATE_REALM);

    private final RealmModel realm;

    AdministratorRoles(RealmModel realm) {
        this.realm = realm;
    }

    /** Returns whether the user has one of these roles: directly, by a group, or within another role. */
    boolean areHeldBy(UserModel user) {
        return RoleUtils.getDeepUserRoleMappings(user).stream().anyMatch(this::contains);
    }

    private boolean contains(RoleModel role) {
        if (role.getContainer() instanceof ClientModel client) {
            return client.getClientId().equals(Constants.REALM_MANAGEMENT_CLIENT_ID)
                    || (isOfAdministrators() && client.getClientId().endsWith(AdminRoles.APP_SUFFIX));
        }
        return isOfAdministrators() && OF_THE_SERVER.contains(role.getName());
    }

    private boolean isOfAdministrators() {
        return realm.getName().equals(Config.getAdminRealm());
    }
}
