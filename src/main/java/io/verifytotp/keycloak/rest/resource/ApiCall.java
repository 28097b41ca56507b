package io.verifytotp.keycloak.rest.resource;

import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.domain.service.ConfiguredService;
import io.verifytotp.keycloak.rest.access.Caller;
import io.verifytotp.keycloak.rest.access.Permissions;
import io.verifytotp.keycloak.rest.access.UserIds;
import io.verifytotp.keycloak.rest.http.AccountSid;
import io.verifytotp.keycloak.rest.http.ApiError;
import io.verifytotp.keycloak.rest.http.ApiLinks;
import io.verifytotp.keycloak.rest.http.ApiPath;
import io.verifytotp.keycloak.rest.http.Parameters;
import io.verifytotp.keycloak.spi.VerifyProvider;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * One call of an operation by somebody who may call it.
 *
 * @param names what the path names, as the table of routes calls it
 */
public record ApiCall(
        KeycloakSession session,
        VerifyProvider verify,
        Caller caller,
        Permissions permissions,
        ApiPath path,
        Map<String, String> names,
        Parameters parameters) {
    public static final String SERVICE = "ServiceSid";
    public static final String IDENTITY = "Identity";
    public static final String FACTOR = "FactorSid";
    public static final String CHALLENGE = "ChallengeSid";

    RealmModel realm() {
        return caller.realm();
    }

    ApiLinks links() {
        return ApiLinks.of(session.getContext().getUri().getBaseUri(), realm().getName());
    }

    ApiEvents events() {
        return new ApiEvents(this);
    }

    /** The realm as an account: {@code AC} and 32 hexadecimal digits. */
    String accountSid() {
        return AccountSid.of(realm().getId());
    }

    /** The Service of the path; 404 without it. */
    ConfiguredService service() {
        return ServiceId.parse(names.get(SERVICE))
                .flatMap(id -> verify.services().find(realm().getId(), id))
                .orElseThrow(this::notFound);
    }

    /** The user of the path, of whom the caller may know; 404 without. */
    UserModel user() {
        return user(names.get(IDENTITY)).orElseThrow(this::notFound);
    }

    Optional<UserModel> user(String identity) {
        return Optional.of(identity)
                .filter(UserIds::isPossible)
                .map(id -> session.users().getUserById(realm(), id))
                .filter(permissions::mayView);
    }

    /** The user and Service of the path, whether they are an Entity yet or not. */
    EntityKey key(ConfiguredService service) {
        return service.service().entity(user().getId());
    }

    /** The same for an operation that changes something. */
    EntityKey keyToChange(ConfiguredService service) {
        UserModel user = user();
        permissions.requireManage(user);
        return service.service().entity(user.getId());
    }

    /** The same for an operation that unlocks a factor and changes nothing else. */
    EntityKey keyToUnlock(ConfiguredService service) {
        UserModel user = user();
        permissions.requireUnlock(user);
        return service.service().entity(user.getId());
    }

    ApiError notFound() {
        return ApiError.notFound(path.text());
    }
}
