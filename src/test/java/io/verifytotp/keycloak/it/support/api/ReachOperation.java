package io.verifytotp.keycloak.it.support.api;

import io.verifytotp.keycloak.it.support.http.Form;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * An operation of the Verify API, who may call it, and a call that does what it says.
 *
 * @param rights that a person needs besides one of the roles
 * @param allowedStatus of the answer to those who may
 */
public record ReachOperation(
        String name,
        Set<String> roles,
        Set<Right> rights,
        int allowedStatus,
        BiFunction<VerifyApi, ReachTarget, ApiReply> call) {
    private static final String UNLOCK = "unlock a factor";
    private static final Set<String> READERS =
            Set.of(ApiRole.VIEW, ApiRole.CHALLENGE, ApiRole.HELPDESK, ApiRole.MANAGE);
    private static final Set<String> CHALLENGERS = Set.of(ApiRole.CHALLENGE, ApiRole.MANAGE);
    private static final Set<String> HELPERS = Set.of(ApiRole.HELPDESK, ApiRole.MANAGE);
    private static final Set<String> MANAGERS = Set.of(ApiRole.MANAGE);
    private static final Set<Right> NONE = Set.of();
    private static final Set<Right> VIEW = Set.of(Right.VIEW);
    private static final Set<Right> MANAGE = Set.of(Right.VIEW, Right.MANAGE);
    private static final Set<Right> REALM = Set.of(Right.MANAGE_REALM);
    private static final Form NEW_FACTOR = Form.of("FriendlyName", "Made by a test", "FactorType", "totp");

    /** A code that is too long is looked at by nobody, so that it spends nothing. */
    private static final Form CODE = Form.of("AuthPayload", "00000000");

    public static final List<ReachOperation> ALL = List.of(
            get("list Services", NONE, target -> "/Services"),
            post("make a Service", MANAGERS, REALM, 201, target -> "/Services", Form.of("FriendlyName", "Made")),
            get("fetch a Service", NONE, ReachTarget::service),
            post("change a Service", MANAGERS, REALM, 200, ReachTarget::service, Form.of("Totp.Skew", "1")),
            delete("delete a Service", MANAGERS, REALM, ReachTarget::serviceToDelete),
            post("seal anew", MANAGERS, REALM, 200, target -> "/KeyRing/Reseal", Form.of("PageSize", "1")),
            post(
                    "adopt Keycloak's OTP",
                    MANAGERS,
                    REALM,
                    200,
                    target -> target.service() + "/KeycloakOtp/Adopt",
                    Form.of("DryRun", "true", "PageSize", "1")),
            post(
                    "restore Keycloak's OTP",
                    MANAGERS,
                    REALM,
                    200,
                    target -> target.service() + "/KeycloakOtp/Restore",
                    Form.of("DryRun", "true", "PageSize", "1")),
            // Nobody has the id in its line, which is refused by itself.
            new ReachOperation(
                    "import factors",
                    MANAGERS,
                    REALM,
                    200,
                    (api, target) -> api.send(ApiRequest.of("POST", target.service() + "/Factors/Import")
                            .body("text/csv", "identity,secret\nnobody,GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\n"))),
            get("list locked factors", NONE, target -> target.service() + "/LockedFactors?PageSize=1"),
            get("list Entities", NONE, target -> target.service() + "/Entities?PageSize=1"),
            // The user is an Entity already, which those learn who may make one.
            new ReachOperation(
                    "make an Entity",
                    MANAGERS,
                    MANAGE,
                    409,
                    (api, target) -> api.post(
                            target.service() + "/Entities",
                            Form.of("Identity", target.user().id()))),
            get("fetch an Entity", VIEW, ReachTarget::entity),
            delete("delete an Entity", MANAGERS, MANAGE, ReachTarget::entityToDelete),
            get("list factors", VIEW, target -> target.entity() + "/Factors"),
            post("make a factor", MANAGERS, MANAGE, 201, target -> target.entity() + "/Factors", NEW_FACTOR),
            get("fetch a factor", VIEW, ReachTarget::factor),
            post("verify a factor", MANAGERS, MANAGE, 200, ReachTarget::pendingFactor, CODE),
            post("change a factor", MANAGERS, MANAGE, 200, ReachTarget::factor, Form.of("FriendlyName", "Named")),
            post("change nothing of a factor", MANAGERS, MANAGE, 200, ReachTarget::factor, Form.of()),
            post(
                    "unlock and change a factor",
                    MANAGERS,
                    MANAGE,
                    200,
                    ReachTarget::factor,
                    Form.of("Unlock", "true", "Config.Skew", "1")),
            post(UNLOCK, HELPERS, VIEW, 200, ReachTarget::factor, Form.of("Unlock", "true")),
            delete("remove a factor", HELPERS, MANAGE, ReachTarget::factorToDelete),
            get("list challenges", VIEW, target -> target.entity() + "/Challenges?PageSize=1"),
            new ReachOperation(
                    "make a challenge",
                    CHALLENGERS,
                    MANAGE,
                    201,
                    (api, target) ->
                            api.post(target.entity() + "/Challenges", Form.of("FactorSid", target.factorSid()))),
            get("fetch a challenge", VIEW, ReachTarget::challenge),
            post("answer a challenge", CHALLENGERS, MANAGE, 200, ReachTarget::challenge, CODE),
            // It is not approved, which those learn who may have its receipt.
            new ReachOperation(
                    "fetch a receipt",
                    CHALLENGERS,
                    VIEW,
                    404,
                    (api, target) -> api.get(target.challenge() + "/Receipt")));

    /** What Keycloak lets a person do besides our role. */
    public enum Right {
        VIEW,
        MANAGE,
        MANAGE_REALM
    }

    private interface Path {
        String of(ReachTarget target);
    }

    private static ReachOperation get(String name, Set<Right> rights, Path path) {
        return new ReachOperation(name, READERS, rights, 200, (api, target) -> api.get(path.of(target)));
    }

    private static ReachOperation post(
            String name, Set<String> roles, Set<Right> rights, int allowedStatus, Path path, Form form) {
        return new ReachOperation(name, roles, rights, allowedStatus, (api, target) -> api.post(path.of(target), form));
    }

    private static ReachOperation delete(String name, Set<String> roles, Set<Right> rights, Path path) {
        return new ReachOperation(name, roles, rights, 204, (api, target) -> api.delete(path.of(target)));
    }

    /** Whether something is changed that belongs to one user; the others read, or concern the realm. */
    public boolean changesAUser() {
        return rights.contains(Right.MANAGE) || name.equals(UNLOCK);
    }

    public ApiReply send(VerifyApi caller, ReachTarget target) {
        return call.apply(caller, target);
    }
}
