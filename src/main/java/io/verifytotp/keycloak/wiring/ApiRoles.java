package io.verifytotp.keycloak.wiring;

import io.verifytotp.keycloak.rest.access.ApiRole;
import java.util.Optional;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;

/**
 * The roles of the Verify API in one realm, beside Keycloak's own roles for managing it: on the realm's client
 * {@code realm-management} and on the realm's client in the realm of administrators. Whoever may do everything there
 * may do this, too.
 */
record ApiRoles(RealmModel realm) {

    /** Makes what is missing; changes nothing that is there. */
    void ensure() {
        ClientModel management = realm.getClientByClientId(Constants.REALM_MANAGEMENT_CLIENT_ID);
        if (management != null) {
            ensure(management, Optional.ofNullable(management.getRole(AdminRoles.REALM_ADMIN)));
        }
        ClientModel ofMaster = realm.getMasterAdminClient();
        if (ofMaster != null) {
            ensure(ofMaster, Optional.ofNullable(ofMaster.getRealm().getRole(AdminRoles.ADMIN)));
        }
    }

    private static void ensure(ClientModel client, Optional<RoleModel> everything) {
        for (ApiRole role : ApiRole.values()) {
            if (client.getRole(role.roleName()) == null) {
                RoleModel made = client.addRole(role.roleName());
                made.setDescription(role.description());
                everything.ifPresent(composite -> composite.addCompositeRole(made));
            }
        }
    }
}
