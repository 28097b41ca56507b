package io.verifytotp.keycloak.rest.resource;

import io.verifytotp.keycloak.domain.service.ConfiguredService;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.rest.http.ApiResponse;
import java.util.function.BiFunction;

/** Handles the calls of one route. */
public interface Operation {
    ApiResponse handle(ApiCall call);

    static Operation onService(BiFunction<ApiCall, ConfiguredService, ApiResponse> handler) {
        return call -> handler.apply(call, Targets.service(call));
    }

    /** An operation on what the path names within a Service. */
    static <T> Operation on(Target<T> target, BiFunction<ApiCall, T, ApiResponse> handler) {
        return call ->
                handler.apply(call, target.find(call, Targets.service(call).service()));
    }

    /** An operation that also needs the Service itself. */
    static <T> Operation on(Target<T> target, HandlerWithService<T> handler) {
        return call -> {
            Service service = Targets.service(call).service();
            return handler.handle(call, service, target.find(call, service));
        };
    }

    /** Finds what the path of a call names within a Service; throws the API's 404 or 403. */
    interface Target<T> {
        T find(ApiCall call, Service service);
    }

    interface HandlerWithService<T> {
        ApiResponse handle(ApiCall call, Service service, T target);
    }
}
