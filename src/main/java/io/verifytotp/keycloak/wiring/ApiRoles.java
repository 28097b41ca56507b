package io.verifytotp.keycloak.wiring;

import io.verifytotp.keycloak.rest.access.ApiRole;
import java.util.Optional;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;

/**
 * Creates the roles of the Verify API in a realm, beside Keycloak's own roles for managing the realm: on the realm's
 * client {@code realm-management} and on the realm's client in the realm of administrators. They become part of the role
 * that includes all others there.
 */
final class ApiRoles {
    private ApiRoles() {}

    /** Creates missing roles; leaves existing ones as they are. */
    static void ensureIn(RealmModel realm) {
        ClientModel management = realm.getClientByClientId(Constants.REALM_MANAGEMENT_CLIENT_ID);
        if (management != null) {
            ensure(management, Optional.ofNullable(management.getRole(AdminRoles.REALM_ADMIN)));
        }
        ClientModel ofMaster = realm.getMasterAdminClient();
        if (ofMaster != null) {
            ensure(ofMaster, Optional.ofNullable(ofMaster.getRealm().getRole(AdminRoles.ADMIN)));
        }
    }

    private static void ensure(ClientModel client, Optional<RoleModel> administrator) {
        for (ApiRole role : ApiRole.values()) {
            if (client.getRole(role.roleName()) == null) {
                RoleModel added = client.addRole(role.roleName());
                added.setDescription(role.description());
                administrator.ifPresent(composite -> composite.addCompositeRole(added));
            }
        }
    }
}
