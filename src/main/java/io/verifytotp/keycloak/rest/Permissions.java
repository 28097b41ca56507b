package io.verifytotp.keycloak.rest;

import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;
import org.keycloak.services.resources.admin.fgap.AdminPermissions;

/** What the caller may do. */
final class Permissions {
    private final KeycloakSession session;
    private final Caller caller;

    Permissions(KeycloakSession session, Caller caller) {
        this.session = session;
        this.caller = caller;
    }

    /** Throws the API's 403 unless the caller has one of these roles. */
    void require(Set<ApiRole> roles) {
        if (roles.stream().noneMatch(caller::has)) {
            throw ApiError.forbidden("The caller lacks a role for this operation");
        }
    }

    /** Whether the caller may know of that user. */
    boolean mayView(UserModel user) {
        return !caller.isPerson() || evaluator().users().canView(user);
    }

    /** Throws the API's 403 unless the caller may change what belongs to that user. */
    void requireManage(UserModel user) {
        if (caller.isPerson() && !evaluator().users().canManage(user)) {
            throw ApiError.forbidden("The caller may not manage this user");
        }
    }

    private AdminPermissionEvaluator evaluator() {
        return AdminPermissions.evaluator(session, caller.realm(), caller.asAdmin());
    }
}
