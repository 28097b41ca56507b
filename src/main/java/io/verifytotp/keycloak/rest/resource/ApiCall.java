package io.verifytotp.keycloak.rest.resource;

import io.verifytotp.keycloak.domain.FactorAdministration;
import io.verifytotp.keycloak.domain.VerifyEngine;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.Page;
import io.verifytotp.keycloak.domain.service.Services;
import io.verifytotp.keycloak.rest.access.ApiRole;
import io.verifytotp.keycloak.rest.access.Caller;
import io.verifytotp.keycloak.rest.access.Permissions;
import io.verifytotp.keycloak.rest.access.UserIds;
import io.verifytotp.keycloak.rest.http.ApiError;
import io.verifytotp.keycloak.rest.http.ApiLinks;
import io.verifytotp.keycloak.rest.http.ApiPath;
import io.verifytotp.keycloak.rest.http.CsvBody;
import io.verifytotp.keycloak.rest.http.Parameters;
import io.verifytotp.keycloak.spi.VerifyProvider;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** One call of an operation, by a caller with a role for it. */
public final class ApiCall {
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final KeycloakSession session;
    private final VerifyProvider verify;
    private final Caller caller;
    private final Permissions permissions;
    private final ApiPath path;
    private final Map<String, String> names;
    private final Parameters parameters;
    private final CsvBody body;

    /** A call whose {@code names} are the values of the names in the route's template. */
    public ApiCall(
            KeycloakSession session,
            Caller caller,
            Permissions permissions,
            ApiPath path,
            Map<String, String> names,
            Parameters parameters,
            CsvBody body) {
        this.session = session;
        this.verify = session.getProvider(VerifyProvider.class);
        this.caller = caller;
        this.permissions = permissions;
        this.path = path;
        this.names = names;
        this.parameters = parameters;
        this.body = body;
    }

    KeycloakSession session() {
        return session;
    }

    VerifyProvider verify() {
        return verify;
    }

    VerifyEngine engine() {
        return verify.engine();
    }

    FactorAdministration administration() {
        return verify.administration();
    }

    Services services() {
        return verify.services();
    }

    Instant now() {
        return verify.clock().instant();
    }

    RealmModel realm() {
        return caller.realm();
    }

    /**
     * Returns the realm as the account of the wire contract, by its id if that is a UUID, or else by a UUID derived from it:
     * imported realms may have any id.
     */
    String accountSid() {
        String realm = realm().getId();
        UUID id = UUID_FORM.matcher(realm).matches()
                ? UUID.fromString(realm)
                : UUID.nameUUIDFromBytes(("verify-totp account of realm " + realm).getBytes(StandardCharsets.UTF_8));
        return "AC" + id.toString().replace("-", "");
    }

    /** Returns the internal id of the client that calls, or through which a person does. */
    String client() {
        return caller.client().getId();
    }

    /** Returns whether the caller may have receipts of challenges which the client with that internal id opened. */
    boolean mayReadReceiptsOf(String opener) {
        return opener.equals(client()) || permissions.has(ApiRole.MANAGE);
    }

    Permissions permissions() {
        return permissions;
    }

    Parameters parameters() {
        return parameters;
    }

    /** Returns the body of an operation that takes CSV. */
    CsvBody body() {
        return body;
    }

    ApiLinks links() {
        return new ApiLinks(session.getContext().getUri().getBaseUri(), realm().getName());
    }

    ApiEvents events() {
        return new ApiEvents(session, caller, links());
    }

    String named(String name) {
        return names.getOrDefault(name, "");
    }

    /** Finds the user with that id if the caller may know of them. */
    Optional<UserModel> user(String identity) {
        return Optional.of(identity)
                .filter(UserIds::isPossible)
                .map(id -> session.users().getUserById(realm(), id))
                .filter(this::mayKnow);
    }

    /** Finds the user of that name if the caller may know of them. */
    Optional<UserModel> userOfName(String name) {
        return Optional.ofNullable(session.users().getUserByUsername(realm(), name))
                .filter(this::mayKnow);
    }

    /** The account of a program is no user here: Keycloak keeps no credentials for it. */
    private boolean mayKnow(UserModel user) {
        return user.getServiceAccountClientLink() == null && permissions.mayView(user);
    }

    /** Leaves out what belongs to users that a person may not know of, so that a page can be short. */
    <T> Page<T> visible(Page<T> page, Function<T, EntityKey> owner) {
        return caller.isPerson()
                ? new Page<>(
                        page.items().stream()
                                .filter(item ->
                                        user(owner.apply(item).identity()).isPresent())
                                .toList(),
                        page.hasPrevious(),
                        page.hasNext())
                : page;
    }

    ApiError notFound() {
        return ApiError.notFound(path.text());
    }
}
