package io.verifytotp.keycloak.rest.resource;

import io.verifytotp.keycloak.domain.challenge.Lockout;
import io.verifytotp.keycloak.domain.factor.FactorChange;
import io.verifytotp.keycloak.domain.factor.FactorChanges.LockedFactor;
import io.verifytotp.keycloak.domain.factor.RegisteredFactor;
import io.verifytotp.keycloak.domain.id.Entity;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.Page;
import io.verifytotp.keycloak.domain.id.PageRequest.Position;
import io.verifytotp.keycloak.domain.service.ConfiguredService;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.rest.http.ApiResponse;
import io.verifytotp.keycloak.rest.http.Paging;
import io.verifytotp.keycloak.rest.http.WireTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.keycloak.events.admin.OperationType;

/** Operations on Factors that exist; {@link FactorEnrollment} creates and verifies them. */
public final class FactorsResource {
    private FactorsResource() {}

    public static ApiResponse list(ApiCall call, Entity entity) {
        Paging paging = Paging.of(call.parameters());
        return ApiResponse.ok(paging.envelope(
                "factors",
                call.links().factors(entity.key()),
                call.administration().factors(entity.key(), paging.request()),
                RegisteredFactor::position,
                factor -> FactorRepresentation.of(factor, call)));
    }

    public static ApiResponse fetch(ApiCall call, RegisteredFactor factor) {
        return ApiResponse.ok(FactorRepresentation.of(factor, call));
    }

    /** Changes, unlocks or verifies a factor, or several of these at once. */
    public static ApiResponse update(ApiCall call, Service service, RegisteredFactor factor) {
        EntityKey owner = factor.binding().owner();
        FactorParameters given = new FactorParameters(call.parameters());
        Optional<FactorChange> change = given.change(factor);
        Optional<String> code = FactorParameters.code(call.parameters());
        if (code.isPresent()) {
            FactorEnrollment.requireUnverified(factor);
        }
        boolean unlock = given.unlock();
        RegisteredFactor changed = change.isEmpty()
                ? factor
                : call.administration().change(owner, factor, change.get()).orElseThrow(call::notFound);
        if (unlock) {
            changed = call.administration().unlock(owner, changed);
        }
        if (change.isPresent() || code.isEmpty()) {
            call.events().changed(OperationType.UPDATE, owner, factor.id());
        }
        RegisteredFactor result =
                code.isPresent() ? FactorEnrollment.verify(call, service, changed, code.get()) : changed;
        return ApiResponse.ok(FactorRepresentation.of(result, call));
    }

    public static ApiResponse delete(ApiCall call, RegisteredFactor factor) {
        EntityKey owner = factor.binding().owner();
        if (!call.administration().removeFactor(owner, factor.id())) {
            throw call.notFound();
        }
        call.events().changed(OperationType.DELETE, owner, factor.id());
        if (factor.isVerified()) {
            call.events().removed(owner.identity(), factor.id());
        }
        return ApiResponse.noContent();
    }

    /** Lists the factors of a Service that are locked or disabled, with the reason. An extension of the wire contract. */
    public static ApiResponse listLocked(ApiCall call, ConfiguredService service) {
        Paging paging = Paging.of(call.parameters());
        Page<LockedFactor> page = call.administration().locked(service.service(), paging.request());
        return ApiResponse.ok(paging.envelope(
                "locked_factors",
                call.links().lockedFactors(service.service().id()),
                call.visible(page, LockedFactor::owner),
                factor ->
                        new Position(factor.state().createdAt(), factor.factor().value()),
                factor -> locked(factor, call)));
    }

    private static Map<String, Object> locked(LockedFactor factor, ApiCall call) {
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
