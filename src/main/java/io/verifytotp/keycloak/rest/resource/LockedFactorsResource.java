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
import java.util.Map;

/** Lists the factors of a Service that are locked or disabled, with the reason. An extension of the wire contract. */
public final class LockedFactorsResource {
    private LockedFactorsResource() {}

    public static ApiResponse list(ApiCall call, ConfiguredService service) {
        Paging paging = Paging.of(call.parameters());
        Page<LockedFactor> page = call.administration().locked(service.service(), paging.request());
        return ApiResponse.ok(paging.envelope(
                "locked_factors",
                call.links().lockedFactors(service.service().id()),
                call.visible(page, LockedFactor::owner),
                factor ->
                        new Position(factor.state().createdAt(), factor.factor().value()),
                factor -> representation(factor, call)));
    }

    private static Map<String, Object> representation(LockedFactor factor, ApiCall call) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("sid", factor.factor().publicId());
        body.put("identity", factor.owner().identity());
        body.put("entity_sid", factor.owner().id().publicId());
        body.put("reason", (factor.state().disabled() ? Lockout.DISABLED : Lockout.LOCKED).reason());
        body.put("failures", factor.state().failures());
        body.put("locked_until", WireTime.of(factor.state().lockAt(call.now())));
        body.put("url", call.links().factor(factor.owner(), factor.factor()));
        return body;
    }
}
