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
 * Who calls: a client with its service account, or a person through a client.
 *
 * @param realm whose API is called
 * @param home realm of the user and the client: the same, or the realm of administrators
 * @param token empty where the client gave its secret instead
 */
public record Caller(
        RealmModel realm, RealmModel home, UserModel user, ClientModel client, Optional<AccessToken> token) {

    /** Whether the caller has that role and its client may use it: what Keycloak asks of callers of its Admin API. */
    boolean has(ApiRole role) {
        ClientModel management = managementClient();
        RoleModel model = management == null ? null : management.getRole(role.roleName());
        return model != null && user.hasRole(model) && client.hasScope(model);
    }

    /** A person's reach is limited by Keycloak's own permissions; a program's by its role alone. */
    public boolean isPerson() {
        return user.getServiceAccountClientLink() == null;
    }

    public AdminAuth asAdmin() {
        return new AdminAuth(home, token.orElse(null), user, client);
    }

    /** The client whose roles manage the realm: for its own users in the realm, for others in that of administrators. */
    private ClientModel managementClient() {
        ClientModel management =
                home.equals(realm) ? realm.getClientByClientId(Constants.REALM_MANAGEMENT_CLIENT_ID) : null;
        return management != null ? management : realm.getMasterAdminClient();
    }
}
