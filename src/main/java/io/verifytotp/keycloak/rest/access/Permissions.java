package io.verifytotp.keycloak.rest.access;

import io.verifytotp.keycloak.rest.http.ApiError;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;
import org.keycloak.services.resources.admin.fgap.AdminPermissions;

/**
 * Permissions of the caller. Keycloak does not protect our roles: everybody who manages users may grant them. So a person
 * also needs Keycloak's own permission for what an operation changes.
 */
public final class Permissions {
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

    /** Throws the API's 403 unless the caller has one of these roles. */
    public void require(Set<ApiRole> roles) {
        if (roles.stream().noneMatch(caller::has)) {
            throw ApiError.forbidden("The caller lacks a role for this operation; grant one of "
                    + roles.stream().map(ApiRole::roleName).sorted().collect(Collectors.joining(", ")));
        }
    }

    public boolean mayView(UserModel user) {
        return !caller.isPerson() || evaluator().users().canView(user);
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
        if (caller.isPerson() && new AdministratorRoles(caller.realm()).areHeldBy(user) && !managesRealm()) {
            throw ApiError.forbidden(
                    "The user is an administrator: besides the other roles, the caller needs Keycloak's"
                            + " role manage-realm to change anything");
        }
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
