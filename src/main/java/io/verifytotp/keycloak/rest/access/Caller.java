package io.verifytotp.keycloak.rest.access;

import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.resources.admin.AdminAuth;

/**
 * Caller of the API: a client with its service account, or a person through a client.
 *
 * @param realm the realm whose API is called
 * @param home realm of the user and the client: the same, or the realm of administrators
 * @param token empty if the client sent its secret instead
 */
public record Caller(
        RealmModel realm, RealmModel home, UserModel user, ClientModel client, Optional<AccessToken> token) {
    /** Returns whether the caller has that role and its client may use it, as Keycloak checks for its Admin API. */
    boolean has(ApiRole role) {
        return has(role.roleName());
    }

    /** As {@link #has(ApiRole)}, for any role for managing the realm. */
    boolean has(String role) {
        ClientModel management = managementClient();
        RoleModel model = management == null ? null : management.getRole(role);
        return model != null && user.hasRole(model) && client.hasScope(model);
    }

    /** Returns whether Keycloak's own permissions limit the caller; a program is limited by its role alone. */
    public boolean isPerson() {
        return user.getServiceAccountClientLink() == null;
    }

    public AdminAuth asAdmin() {
        return new AdminAuth(home, token.orElse(null), user, client);
    }

    /** The client with the roles for managing the realm: in the realm itself, or in the realm of administrators. */
    private ClientModel managementClient() {
        ClientModel management =
                home.equals(realm) ? realm.getClientByClientId(Constants.REALM_MANAGEMENT_CLIENT_ID) : null;
        return management != null ? management : realm.getMasterAdminClient();
    }
}
