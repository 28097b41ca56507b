package io.verifytotp.keycloak.rest.resource;

import io.verifytotp.keycloak.domain.challenge.Lockout;
import io.verifytotp.keycloak.domain.factor.FactorChanges.LockedFactor;
import io.verifytotp.keycloak.domain.id.Page;
import io.verifytotp.keycloak.domain.id.PageRequest.Position;
import io.verifytotp.keycloak.domain.service.ConfiguredService;
import io.verifytotp.keycloak.rest.http.ApiResponse;
import io.verifytotp.keycloak.rest.http.Paging;
import io.verifytotp.keycloak.rest.http.WireTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which factors of a Service are locked or disabled, and why. Not in the wire contract: an addition of ours. */
public final class LockedFactorsResource {
    private LockedFactorsResource() {}

    public static ApiResponse list(ApiCall call) {
        ConfiguredService service = call.service();
        Paging paging = Paging.of(call.parameters());
        Page<LockedFactor> page = call.verify().administration().locked(service.service(), paging.request());
        List<LockedFactor> visible = page.items().stream()
                .filter(factor -> call.user(factor.owner().identity()).isPresent())
                .toList();
        return ApiResponse.ok(paging.envelope(
                "locked_factors",
                call.links().lockedFactors(service.service().id()),
                new Page<>(visible, page.hasPrevious(), page.hasNext()),
                LockedFactorsResource::position,
                factor -> representation(factor, call)));
    }

    private static Map<String, Object> representation(LockedFactor factor, ApiCall call) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("sid", factor.factor().publicId());
        body.put("identity", factor.owner().identity());
        body.put("entity_sid", factor.owner().id().publicId());
        body.put("reason", (factor.state().disabled() ? Lockout.DISABLED : Lockout.LOCKED).reason());
        body.put("failures", factor.state().failures());
        body.put(
                "locked_until",
                WireTime.of(factor.state().lockAt(call.verify().clock().instant())));
        body.put("url", call.links().factor(factor.owner(), factor.factor()));
        return body;
    }

    private static Position position(LockedFactor factor) {
        return new Position(factor.state().createdAt(), factor.factor().value());
    }
}
