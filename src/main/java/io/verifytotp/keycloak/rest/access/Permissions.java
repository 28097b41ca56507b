package io.verifytotp.keycloak.rest.access;

import io.verifytotp.keycloak.rest.http.ApiError;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.RoleUtils;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;
import org.keycloak.services.resources.admin.fgap.AdminPermissions;

/**
 * Permissions of the caller. Keycloak does not protect our roles: everybody who manages users may grant them. So a person
 * also needs Keycloak's own permission for what an operation changes.
 */
public final class Permissions {
    private static final Set<String> OF_THE_SERVER = Set.of(AdminRoles.ADMIN, AdminRoles.CREATE_REALM);

    private final KeycloakSession session;
    private final Caller caller;
    private @Nullable AdminPermissionEvaluator evaluator;

    public Permissions(KeycloakSession session, Caller caller) {
        this.session = session;
        this.caller = caller;
    }

    /** Throws the API's 403 unless the caller has one of these roles, and as a person also manages the realm. */
    public void requireForTheRealm(Set<ApiRole> roles) {
        require(roles);
        if (caller.isPerson() && !managesRealm()) {
            throw ApiError.forbidden("This operation concerns all users of the realm: besides the role of the API, a"
                    + " user needs Keycloak's role manage-realm");
        }
    }

    /** Throws the API's 403 unless the caller, person or program, has one of these roles and also manages the realm. */
    public void requireForItsConfiguration(Set<ApiRole> roles) {
        requireForTheRealm(roles);
        if (!caller.has(AdminRoles.MANAGE_REALM)) {
            throw ApiError.forbidden("This operation is about the realm's configuration: besides the role of the API,"
                    + " the caller needs Keycloak's role manage-realm");
        }
    }

    /** Throws the API's 403 unless the caller has one of these roles. */
    public void require(Set<ApiRole> roles) {
        if (roles.stream().noneMatch(caller::has)) {
            throw ApiError.forbidden("The caller lacks a role for this operation; grant one of "
                    + roles.stream().map(ApiRole::roleName).sorted().collect(Collectors.joining(", ")));
        }
    }

    public boolean has(ApiRole role) {
        return caller.has(role);
    }

    public boolean mayView(UserModel user) {
        return !caller.isPerson() || evaluator().users().canView(user);
    }

    /** Throws the API's 403 unless the caller may look users up by their names, as in Keycloak's own lists. */
    public void requireUserNames() {
        boolean may = caller.isPerson()
                ? evaluator().users().canQuery()
                : caller.has(AdminRoles.VIEW_USERS) || caller.has(AdminRoles.MANAGE_USERS);
        if (!may) {
            throw ApiError.forbidden("The file gives the names of users: besides the role of the API, the caller needs"
                    + " Keycloak's role view-users; or send a column identity with their ids");
        }
    }

    /** Throws the API's 403 unless the caller may change what belongs to that user. */
    public void requireManage(UserModel user) {
        if (caller.isPerson() && !evaluator().users().canManage(user)) {
            throw ApiError.forbidden(
                    "The caller may not manage this user; grant Keycloak's role manage-users or a permission for the user");
        }
        requireUnlock(user);
    }

    /** Throws the API's 403 unless the caller may unlock the factors of that user, of whom it may know. */
    public void requireUnlock(UserModel user) {
        if (caller.isPerson() && isAdministrator(user) && !managesRealm()) {
            throw ApiError.forbidden(
                    "The user is an administrator: besides the other roles, the caller needs Keycloak's"
                            + " role manage-realm to change anything");
        }
    }

    /** Returns whether the user has a role of an administrator: directly, by a group, or within another role. */
    private boolean isAdministrator(UserModel user) {
        return RoleUtils.getDeepUserRoleMappings(user).stream().anyMatch(this::isOfAdministrators);
    }

    /**
     * Returns whether it is a role of the client {@code realm-management}, ours among them; in the realm of administrators
     * also of the other realms' clients, or for the whole server. Keycloak has no such check before 26.7, and later one that
     * leaves out roles of extensions.
     */
    private boolean isOfAdministrators(RoleModel role) {
        boolean ofMaster = caller.realm().getName().equals(Config.getAdminRealm());
        if (role.getContainer() instanceof ClientModel client) {
            return client.getClientId().equals(Constants.REALM_MANAGEMENT_CLIENT_ID)
                    || (ofMaster && client.getClientId().endsWith(AdminRoles.APP_SUFFIX));
        }
        return ofMaster && OF_THE_SERVER.contains(role.getName());
    }

    private boolean managesRealm() {
        return evaluator().realm().canManageRealm();
    }

    private AdminPermissionEvaluator evaluator() {
        if (evaluator == null) {
            evaluator = AdminPermissions.evaluator(session, caller.realm(), caller.asAdmin());
        }
        return evaluator;
    }
}
