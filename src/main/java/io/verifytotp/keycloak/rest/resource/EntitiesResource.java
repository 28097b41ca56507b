package io.verifytotp.keycloak.rest.resource;

import io.verifytotp.keycloak.domain.id.Entity;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.Page;
import io.verifytotp.keycloak.domain.id.PageRequest.Position;
import io.verifytotp.keycloak.domain.service.ConfiguredService;
import io.verifytotp.keycloak.rest.access.UserIds;
import io.verifytotp.keycloak.rest.http.ApiError;
import io.verifytotp.keycloak.rest.http.ApiResponse;
import io.verifytotp.keycloak.rest.http.Paging;
import io.verifytotp.keycloak.rest.http.Parameters;
import io.verifytotp.keycloak.rest.http.WireTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.UserModel;

/** Operations on Entities. */
public final class EntitiesResource {
    private static final int EXISTS = 60_301;
    private static final String IDENTITY = "Identity";

    private EntitiesResource() {}

    public static ApiResponse list(ApiCall call, ConfiguredService service) {
        Paging paging = Paging.of(call.parameters());
        Page<Entity> page = call.administration().entities(service.service(), paging.request());
        return ApiResponse.ok(paging.envelope(
                "entities",
                call.links().entities(service.service().id()),
                call.visible(page, Entity::key),
                entity -> new Position(entity.createdAt(), entity.key().id().value()),
                entity -> representation(entity, call)));
    }

    public static ApiResponse create(ApiCall call, ConfiguredService service) {
        String identity = identity(call.parameters());
        UserModel user = call.user(identity).orElseThrow(() -> ApiError.notFound("user " + identity));
        call.permissions().requireManage(user);
        Entity entity = call.administration()
                .createEntity(service.service().entity(user.getId()))
                .orElseThrow(() -> ApiError.of(409, EXISTS, "An Entity with this Identity already exists; use it"));
        call.events().changed(OperationType.CREATE, entity.key());
        return ApiResponse.created(representation(entity, call));
    }

    /** Reads an id of Keycloak's, which may have any characters. */
    private static String identity(Parameters parameters) {
        String identity = Parameters.required(IDENTITY, parameters.text(IDENTITY));
        if (identity.length() > UserIds.LONGEST) {
            throw ApiError.parameter(IDENTITY, "must have at most " + UserIds.LONGEST + " characters");
        }
        return identity;
    }

    public static ApiResponse fetch(ApiCall call, Entity entity) {
        return ApiResponse.ok(representation(entity, call));
    }

    public static ApiResponse delete(ApiCall call, EntityKey key) {
        if (!call.administration().removeEntity(key)) {
            throw call.notFound();
        }
        call.events().changed(OperationType.DELETE, key);
        return ApiResponse.noContent();
    }

    private static Map<String, Object> representation(Entity entity, ApiCall call) {
        EntityKey key = entity.key();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("sid", key.id().publicId());
        body.put("identity", key.identity());
        body.put("account_sid", call.accountSid());
        body.put("service_sid", key.service().publicId());
        body.put("date_created", WireTime.of(entity.createdAt()));
        body.put("date_updated", WireTime.of(entity.createdAt()));
        body.put("url", call.links().entity(key));
        Map<String, String> links = new LinkedHashMap<>();
        links.put("factors", call.links().factors(key));
        links.put("new_factors", call.links().factors(key));
        links.put("challenges", call.links().challenges(key));
        body.put("links", links);
        return body;
    }
}
