package io.verifytotp.keycloak.rest.access;

import io.verifytotp.keycloak.rest.http.ApiError;
import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;
import org.keycloak.services.resources.admin.fgap.AdminPermissions;

/**
 * What the caller may do. Keycloak does not know our roles, so whoever manages users may give them out. For a person
 * they are therefore limited here, by what Keycloak lets that person do.
 */
public final class Permissions {
    private final KeycloakSession session;
    private final Caller caller;
    private AdminPermissionEvaluator evaluator;

    public Permissions(KeycloakSession session, Caller caller) {
        this.session = session;
        this.caller = caller;
    }

    /** Throws the API's 403 unless the caller has one of these roles and, if it is a person, manages the realm. */
    public void requireForTheRealm(Set<ApiRole> roles) {
        require(roles);
        if (caller.isPerson() && !managesRealm()) {
            throw ApiError.forbidden(
                    "Besides the role, a person needs Keycloak's role manage-realm for this operation");
        }
    }

    /** Throws the API's 403 unless the caller has one of these roles. */
    public void require(Set<ApiRole> roles) {
        if (roles.stream().noneMatch(caller::has)) {
            throw ApiError.forbidden("The caller lacks a role for this operation");
        }
    }

    /** Whether the caller may know of that user. */
    public boolean mayView(UserModel user) {
        return !caller.isPerson() || evaluator().users().canView(user);
    }

    /** Throws the API's 403 unless the caller may change what belongs to that user. */
    public void requireManage(UserModel user) {
        if (caller.isPerson() && !evaluator().users().canManage(user)) {
            throw ApiError.forbidden("The caller may not manage this user");
        }
        requireUnlock(user);
    }

    /** Throws the API's 403 unless the caller, who may know of that user, may unlock the user's factors. */
    public void requireUnlock(UserModel user) {
        if (caller.isPerson() && new AdministratorRoles(caller.realm()).areHeldBy(user) && !managesRealm()) {
            throw ApiError.forbidden("The user is an administrator. For changes a person needs Keycloak's role"
                    + " manage-realm besides the others");
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
