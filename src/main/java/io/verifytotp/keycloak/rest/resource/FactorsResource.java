package io.verifytotp.keycloak.rest.resource;

import io.verifytotp.keycloak.domain.factor.FactorChange;
import io.verifytotp.keycloak.domain.factor.RegisteredFactor;
import io.verifytotp.keycloak.domain.id.Entity;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.rest.http.ApiResponse;
import io.verifytotp.keycloak.rest.http.Paging;
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
}
