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
import java.util.List;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.UserModel;

/** Operations on Entities. */
public final class EntitiesResource {
    private static final int EXISTS = 60_301;
    private static final String IDENTITY = "Identity";

    private EntitiesResource() {}

    public static ApiResponse list(ApiCall call) {
        ConfiguredService service = call.service();
        Paging paging = Paging.of(call.parameters());
        Page<Entity> page = call.verify().administration().entities(service.service(), paging.request());
        return ApiResponse.ok(paging.envelope(
                "entities",
                call.links().entities(service.service().id()),
                visible(page, call),
                EntitiesResource::position,
                entity -> EntityRepresentation.of(entity, call)));
    }

    /** A person sees the users that Keycloak lets that person see, so that a page may be short. */
    private static Page<Entity> visible(Page<Entity> page, ApiCall call) {
        if (!call.caller().isPerson()) {
            return page;
        }
        List<Entity> seen = page.items().stream()
                .filter(entity -> call.user(entity.key().identity()).isPresent())
                .toList();
        return new Page<>(seen, page.hasPrevious(), page.hasNext());
    }

    public static ApiResponse create(ApiCall call) {
        ConfiguredService service = call.service();
        String identity = identity(call.parameters());
        UserModel user = call.user(identity).orElseThrow(() -> ApiError.notFound("user " + identity));
        call.permissions().requireManage(user);
        Entity entity = call.verify()
                .administration()
                .createEntity(service.service().entity(user.getId()))
                .orElseThrow(() -> ApiError.of(409, EXISTS, "The Service has an Entity with this Identity"));
        report(call, OperationType.CREATE, entity.key());
        return ApiResponse.created(EntityRepresentation.of(entity, call));
    }

    /** Not ours, so that any characters may be in it. */
    private static String identity(Parameters parameters) {
        String identity = Parameters.required(IDENTITY, parameters.text(IDENTITY));
        if (identity.length() > UserIds.LONGEST) {
            throw ApiError.parameter(IDENTITY, "must have at most " + UserIds.LONGEST + " characters");
        }
        return identity;
    }

    public static ApiResponse fetch(ApiCall call) {
        EntityKey key = call.key(call.service());
        Entity entity = call.verify().administration().entity(key).orElseThrow(call::notFound);
        return ApiResponse.ok(EntityRepresentation.of(entity, call));
    }

    public static ApiResponse delete(ApiCall call) {
        EntityKey key = call.keyToChange(call.service());
        if (!call.verify().administration().removeEntity(key)) {
            throw call.notFound();
        }
        report(call, OperationType.DELETE, key);
        return ApiResponse.gone();
    }

    private static Position position(Entity entity) {
        return new Position(entity.createdAt(), entity.key().id().value());
    }

    private static void report(ApiCall call, OperationType operation, EntityKey key) {
        call.events()
                .changed(
                        operation,
                        ApiEvents.ENTITY,
                        call.links().entity(key),
                        key.id().publicId());
    }
}
