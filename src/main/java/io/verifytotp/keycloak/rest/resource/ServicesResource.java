package io.verifytotp.keycloak.rest.resource;

import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.domain.id.PageRequest.Position;
import io.verifytotp.keycloak.domain.service.ConfiguredService;
import io.verifytotp.keycloak.domain.service.ServiceOption;
import io.verifytotp.keycloak.domain.service.ServiceOptions.Ranges;
import io.verifytotp.keycloak.rest.http.ApiError;
import io.verifytotp.keycloak.rest.http.ApiResponse;
import io.verifytotp.keycloak.rest.http.Paging;
import io.verifytotp.keycloak.rest.http.Parameters;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.events.admin.OperationType;

/** Operations on Services. */
public final class ServicesResource {
    private static final int LONGEST_NAME = 32;
    private static final String NAME = "FriendlyName";
    private static final String ISSUER = "Totp.Issuer";

    private static final List<Map.Entry<String, ServiceOption>> NUMBERS = List.of(
            Map.entry("Totp.TimeStep", ServiceOption.TIME_STEP),
            Map.entry("Totp.CodeLength", ServiceOption.CODE_LENGTH),
            Map.entry("Totp.Skew", ServiceOption.SKEW));

    private ServicesResource() {}

    public static ApiResponse list(ApiCall call) {
        Paging paging = Paging.of(call.parameters());
        List<ConfiguredService> services = call.services().of(call.realm().getId());
        return ApiResponse.ok(paging.envelope(
                "services",
                call.links().services(),
                paging.request().pageOf(services, ServicesResource::position),
                ServicesResource::position,
                service -> ServiceRepresentation.of(service, call)));
    }

    public static ApiResponse create(ApiCall call) {
        String name = Parameters.required(NAME, name(call.parameters()));
        Map<String, String> values = values(call.parameters(), Ranges.API);
        ConfiguredService created = call.services().create(call.realm().getId(), name, values, call.now());
        call.events().changed(OperationType.CREATE, created.service().id());
        return ApiResponse.created(ServiceRepresentation.of(created, call));
    }

    public static ApiResponse fetch(ApiCall call, ConfiguredService service) {
        return ApiResponse.ok(ServiceRepresentation.of(service, call));
    }

    public static ApiResponse update(ApiCall call, ConfiguredService service) {
        Optional<String> name = name(call.parameters());
        if (service.isDefault() && call.realm().getRequiredActionProviderByAlias(Identifiers.REQUIRED_ACTION) == null) {
            throw ApiError.forbidden("The realm has no required action " + Identifiers.REQUIRED_ACTION
                    + ", which keeps the options of the default Service; register it first");
        }
        if (service.isDefault() && name.isPresent()) {
            throw ApiError.parameter(NAME, "can't be set for the default Service; change the realm's display name");
        }
        Map<String, String> values = new HashMap<>(service.values());
        values.putAll(values(call.parameters(), service.isDefault() ? Ranges.CONSOLE : Ranges.API));
        ConfiguredService updated = call.services()
                .update(service, name.orElse(service.name()), values, call.now())
                .orElseThrow(call::notFound);
        call.events().changed(OperationType.UPDATE, service.service().id());
        return ApiResponse.ok(ServiceRepresentation.of(updated, call));
    }

    public static ApiResponse delete(ApiCall call, ConfiguredService service) {
        if (service.isDefault()) {
            throw ApiError.forbidden("The default Service can't be deleted");
        }
        call.administration().removeEntities(service.service());
        call.services().remove(service);
        call.events().changed(OperationType.DELETE, service.service().id());
        return ApiResponse.noContent();
    }

    private static Optional<String> name(Parameters parameters) {
        return Parameters.checked(
                NAME,
                parameters.name(NAME, LONGEST_NAME),
                name -> name.indexOf(':') < 0,
                "must not contain a colon: apps take it for the end of the issuer");
    }

    private static Map<String, String> values(Parameters parameters, Ranges ranges) {
        Map<String, String> values = new HashMap<>();
        Parameters.visible(ISSUER, parameters.option(ISSUER, ServiceOption.ISSUER, ranges))
                .ifPresent(issuer -> values.put(ServiceOption.ISSUER.key(), issuer));
        NUMBERS.forEach(number -> parameters
                .option(number.getKey(), number.getValue(), ranges)
                .ifPresent(value -> values.put(
                        number.getValue().key(), Integer.valueOf(value).toString())));
        return values;
    }

    /** The default Service comes first. */
    private static Position position(ConfiguredService service) {
        Instant created = service.isDefault()
                ? Instant.ofEpochMilli(-1)
                : service.createdAt().orElse(Instant.EPOCH);
        return new Position(created, service.service().id().value());
    }
}
