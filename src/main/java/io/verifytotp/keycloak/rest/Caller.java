package io.verifytotp.keycloak.rest;

import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.resources.admin.AdminAuth;

/**
 * Who calls: a client with its service account, or a person through a client.
 *
 * @param token empty where the client gave its secret instead
 */
record Caller(RealmModel realm, UserModel user, ClientModel client, Optional<AccessToken> token) {

    /** Whether the caller has that role and its client may use it: what Keycloak asks of callers of its Admin API. */
    boolean has(ApiRole role) {
        RoleModel model = managementClient().getRole(role.roleName());
        return model != null && user.hasRole(model) && client.hasScope(model);
    }

    /** A person's reach among users is limited by Keycloak's own permissions; a program's by its role alone. */
    boolean isPerson() {
        return user.getServiceAccountClientLink() == null;
    }

    AdminAuth asAdmin() {
        return new AdminAuth(realm, token.orElse(null), user, client);
    }

    /** The client whose roles manage the realm; the realm of administrators has no {@code realm-management}. */
    private ClientModel managementClient() {
        ClientModel management = realm.getClientByClientId(Constants.REALM_MANAGEMENT_CLIENT_ID);
        return management != null ? management : realm.getMasterAdminClient();
    }
}
